import { readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { ShadowDatabase } from "../../postgres/shadow";
import { findHazards } from "../plan/find-hazards";
import type { Hazard } from "../plan/hazard";
import type { PlanPart } from "../plan/plan-part";
import type { Segment } from "../plan/segment";
import { followingRenames } from "../rename/following-renames";
import type { RenameStep } from "../rename/rename-declaration";
import { readStatements } from "../sql/read-statements";
import type { OpenWindow } from "../windows/open-window";
import { applySegments } from "./apply-segments";
import type { ProofRequest } from "./prove-plan";
import type { ProvedPlan, Unproved } from "./proved-plan";
import { snapshotOf } from "./snapshot-of";
import { tryOnCopy } from "./try-on";

/**
 * The plan of what is left after the renames, with them before it and their way back behind it. The rest is proved from a copy with the new
 * names, then all of it once more from the beginning.
 */
export async function proveRenamed(
  request: ProofRequest & { readonly renames: readonly RenameStep[] },
  prove: (request: ProofRequest) => Promise<ProvedPlan | Unproved>,
): Promise<ProvedPlan | Unproved> {
  const { shadow, engine, from } = request;
  const renamed = await shadow.createDatabase(from);
  try {
    const steps = await rename(request, renamed);
    if ("failure" in steps) return { engine: engine.description, direction: "up", differences: [], ...steps };
    const { renames: _, ...others } = request;
    const rest = await prove({ ...others, from: renamed });
    return "up" in rest ? await proveWhole(request, withSteps(rest, steps, await hazardsOf(request.renames))) : rest;
  } finally {
    await shadow.dropDatabase(renamed);
  }
}

/** @returns all steps, or PostgreSQL's words when it refused a declared one */
async function rename(
  { shadow, to, renames }: ProofRequest & { readonly renames: readonly RenameStep[] },
  database: ShadowDatabase,
): Promise<readonly RenameStep[] | { readonly failure: string }> {
  const goal = await snapshotOf(shadow, to);
  const client = await shadow.connect(database);
  try {
    const steps: RenameStep[] = [];
    for (const step of renames) {
      const failure = await applySegments(client, [{ isTransactional: true, statements: [step.up] }]);
      if (failure === undefined) steps.push(step);
      else if (step.isOptional !== true) return { failure };
    }
    const tried = new Set<string>();
    // Indexes of partitions are compared with the name of their parent's, so theirs follow in the next round.
    for (;;) {
      const following = followingRenames(await readCatalogSnapshot(client), goal, renames);
      const next = following.filter((one) => !tried.has(one.up));
      if (next.length === 0) return steps;
      for (const step of next) {
        tried.add(step.up);
        // One that PostgreSQL refuses is left to the engine.
        const failure = await applySegments(client, [{ isTransactional: true, statements: [step.up] }]);
        if (failure === undefined) steps.push(step);
      }
    }
  } finally {
    await client.end();
  }
}

function withSteps(plan: ProvedPlan, steps: readonly RenameStep[], hazards: readonly Hazard[]): ProvedPlan {
  const up = steps.map((one) => one.up);
  const down = [...steps].reverse().map((one) => one.down);
  const parts = joined(plan.parts, up, down);
  const later = parts.length - plan.parts.length;
  // Its way back comes last.
  const shifted = ({ direction, goneAfter, backAfter, ...one }: OpenWindow): OpenWindow => {
    const count = direction === "up" ? later : 0;
    return { ...one, direction, goneAfter: goneAfter + count, backAfter: backAfter + count };
  };
  return {
    ...plan,
    parts,
    windows: plan.windows.map(shifted),
    up: parts.flatMap((part) => part.up ?? []),
    down: [...parts].reverse().flatMap((part) => part.down ?? []),
    hazards: [...hazards, ...plan.hazards],
  };
}

/** In the first transaction, and at the end of the last one of the way back; a part that runs in none stays by itself. */
function joined(parts: readonly PlanPart[], up: readonly string[], down: readonly string[]): readonly PlanPart[] {
  const segment = (statements: readonly string[]): Segment => ({ isTransactional: true, statements });
  const [first, ...others] = parts;
  if (first?.up?.isTransactional !== true || first.down?.isTransactional === false) {
    return [{ up: segment(up), down: segment(down) }, ...parts];
  }
  const joinedUp = segment([...up, ...first.up.statements]);
  return [{ ...first, up: joinedUp, down: segment([...(first.down?.statements ?? []), ...down]) }, ...others];
}

async function proveWhole(
  { shadow, engine, from, to }: ProofRequest,
  plan: ProvedPlan,
): Promise<ProvedPlan | Unproved> {
  const [before, after] = [await snapshotOf(shadow, from), await snapshotOf(shadow, to)];
  const there = await tryOnCopy(shadow, from, plan.up, after, () => false);
  if (!there.isEqual) return { engine: engine.description, direction: "up", ...there.problem };
  const back = await tryOnCopy(shadow, from, [...plan.up, ...plan.down], before, () => false);
  return back.isEqual ? plan : { engine: engine.description, direction: "down", ...back.problem };
}

/** What the declared ones break; nobody sees the others. */
async function hazardsOf(renames: readonly RenameStep[]): Promise<readonly Hazard[]> {
  const files = renames.map(({ up }) => ({ path: "plan", text: up }));
  const statements = (await Promise.all(files.map(readStatements))).flat();
  return statements.flatMap(({ node }) => findHazards(node, () => true));
}
