import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { formatDifferences } from "../../postgres/catalog-snapshot/compare-snapshots";
import { Refused } from "../../report/refused";
import type { SchemaEngine } from "../engine/schema-engine";
import type { ProvedPlan, Unproved } from "./proved-plan";

type Outcome = ProvedPlan | Unproved;
const shownObjects = 3;

/**
 * Has the engine's stand-in make a plan where the engine does not model what is there, finds no plan, or makes one that is not proved. The plan
 * says so: in its header by `engine`, in the output by a note.
 */
export async function proveWithStandIn(
  engine: SchemaEngine,
  snapshots: readonly CatalogSnapshot[],
  prove: (engine: SchemaEngine) => Promise<Outcome>,
): Promise<Outcome> {
  const { standIn } = engine;
  if (standIn === undefined) return prove(engine);
  const left = [...new Set(snapshots.flatMap((one) => standIn.objectsLeftOut(one)))];
  const first = left.length > 0 ? `it does not model ${listed(left)}` : await tryOrReason(() => prove(engine));
  if (typeof first !== "string") return first;
  const second = await prove(standIn.engine);
  const why = `in place of ${engine.description}: ${first}`;
  const named = { ...second, engine: `${second.engine} ${why}` };
  if (!("up" in named)) return named;
  return { ...named, notes: [`planned by ${standIn.engine.description} ${why}`, ...named.notes] };
}

/** A proved plan, or why there is none. */
async function tryOrReason(prove: () => Promise<Outcome>): Promise<ProvedPlan | string> {
  try {
    const outcome = await prove();
    if ("up" in outcome) return outcome;
    const what = outcome.failure ?? formatDifferences(outcome.differences, shownObjects).replace(/\s*\n?\s*- /g, ", ");
    return `its plan is not proved (${outcome.direction}: ${what.replace(/^, /, "")})`;
  } catch (error) {
    if (error instanceof Refused) return `it found no plan (${error.message.split("\n", 1)[0]})`;
    throw error;
  }
}

function listed(objects: readonly string[]): string {
  const rest = objects.length - shownObjects;
  return `${objects.slice(0, shownObjects).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
