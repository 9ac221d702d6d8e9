import { compareSnapshots, realDifferences } from "../../postgres/catalog-snapshot/compare-snapshots";
import type { ShadowDatabase } from "../../postgres/shadow";
import type { PlanPart } from "../plan/plan-part";
import type { Segment } from "../plan/segment";
import { applySegments } from "../prove/apply-segments";
import type { ProofRequest } from "../prove/prove-plan";
import { stagesOf } from "../prove/stages-of";
import { tryOnCopy } from "../prove/try-on";
import { columnChanges } from "./column-change";
import { expand } from "./expand";
import type { ExpandedGroup } from "./expanded-group";
import { chooseChanges } from "./plan-expansion";

/**
 * The same change the other way, by new columns again; before the swap, all that was made is dropped. Proved from after each part.
 */
export async function expandedWayBack(
  request: ProofRequest,
  group: ExpandedGroup,
): Promise<{ readonly parts: readonly PlanPart[] } | { readonly reason: string }> {
  const down = await reversed(request, group);
  if ("reason" in down) return down;
  const { parts: up, undo } = group.expansion;
  const [first, ...others] = up;
  const [last, ...earlier] = [...down.segments].reverse();
  const parts: PlanPart[] = [
    ...(first === undefined ? [] : [{ up: first, down: undo }]),
    ...others.map((one, index) =>
      index === others.length - 1 && last !== undefined ? { up: one, down: last } : { up: one },
    ),
    ...earlier.map((one) => ({ down: one })),
  ];
  const failure = await failureFromAny(request, group, parts);
  return failure === undefined ? { parts } : { reason: failure };
}

/** In the order of going down; the engine brings back what went with the columns, such as comments. */
async function reversed(
  { shadow, engine }: ProofRequest,
  { changes, before, after }: ExpandedGroup,
): Promise<{ readonly segments: readonly Segment[] } | { readonly reason: string }> {
  const made: ShadowDatabase[] = [];
  try {
    const names = new Set(changes.map((one) => `${one.table}.${one.column}`));
    const wanted = columnChanges(after.snapshot, before.snapshot).filter((one) =>
      names.has(`${one.table}.${one.column}`),
    );
    const { left } = await chooseChanges(shadow, after.database, wanted);
    const [refused] = left;
    if (refused !== undefined) return { reason: `the way back: ${refused.reason}` };
    // Labels that went come back without a new column.
    const there = wanted.length === 0 ? undefined : await expand(shadow, after, wanted, made);
    const segments = there?.expansion.parts ?? [];
    const reached = there?.after ?? after;
    if (realDifferences(compareSnapshots(reached.snapshot, before.snapshot)).length === 0) return { segments };
    const [strategy = ""] = engine.strategies;
    const plan = await engine.plan(reached.database.url, before.database.url, strategy);
    const stages = await stagesOf(plan, reached, before, "all");
    return { segments: [...segments, ...stages.flatMap((stage) => stage.parts)] };
  } finally {
    for (const database of made) await shadow.dropDatabase(database);
  }
}

/** PostgreSQL's words or the first difference. */
async function failureFromAny(
  { shadow }: ProofRequest,
  { before }: ExpandedGroup,
  parts: readonly PlanPart[],
): Promise<string | undefined> {
  const walking = await shadow.createDatabase(before.database);
  try {
    for (const [index, { up }] of parts.entries()) {
      if (up === undefined) break;
      const client = await shadow.connect(walking);
      const failure = await applySegments(client, [up]).finally(() => client.end());
      if (failure !== undefined) return failure;
      // Parts that only the way back needs count as applied as soon as the one before them is.
      const isLast = parts[index + 1]?.up === undefined;
      const applied = isLast ? parts : parts.slice(0, index + 1);
      const down = [...applied].reverse().flatMap((part) => part.down ?? []);
      const trial = await tryOnCopy(shadow, walking, down, before.snapshot, () => false);
      if (!trial.isEqual) {
        return `the way back: ${trial.problem.failure ?? trial.problem.differences.map((one) => one.text).join("; ")}`;
      }
    }
    return undefined;
  } finally {
    await shadow.dropDatabase(walking);
  }
}
