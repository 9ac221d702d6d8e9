import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { applySegments } from "../prove/apply-segments";
import { type PlanSide, readPlanSide } from "../prove/plan-side";
import type { ColumnChange } from "./column-change";
import type { Expansion } from "./expansion";
import { planExpansion } from "./plan-expansion";

/** With the defaults that the schema wants; where they need what only the rest of the plan makes, with those that are there. */
export async function expand(
  shadow: Shadow,
  before: PlanSide,
  changes: readonly ColumnChange[],
  made: ShadowDatabase[],
): Promise<{ readonly expansion: Expansion; readonly after: PlanSide }> {
  let failure = "";
  for (const side of ["newDefault", "oldDefault"] as const) {
    const defaults = new Map(changes.flatMap((one) => (one[side] === undefined ? [] : [[one, one[side]] as const])));
    const expansion = await planExpansion(shadow, before.database, changes, defaults);
    const database = await shadow.createDatabase(before.database);
    const client = await shadow.connect(database);
    const refused = await applySegments(client, expansion.parts).finally(() => client.end());
    if (refused === undefined) {
      made.push(database);
      return { expansion, after: await readPlanSide(shadow, database) };
    }
    failure = failure === "" ? refused : failure;
    await shadow.dropDatabase(database);
  }
  throw new ExpansionFailed(failure);
}

/** PostgreSQL's words for why the new columns cannot be made. */
export class ExpansionFailed extends Error {}
