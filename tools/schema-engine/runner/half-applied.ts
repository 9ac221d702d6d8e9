import { type Problem, problem } from "../../report/problem";
import { groupByPlan, type Migration, type MigrationPlan } from "../migrations/migration";
import type { MigrationFolder } from "../migrations/read-migrations";
import type { History } from "./history";

/** A plan that stopped between two of its parts, on the way up or on the way back. */
export interface HalfAppliedPlan {
  readonly plan: MigrationPlan;
  /** In the order of application. */
  readonly applied: readonly Migration[];
  readonly next: Migration;
  readonly isReverting: boolean;
  /** Parts after `applied` that do nothing on the way up, so they count as applied on the way back. */
  readonly passed: readonly Migration[];
  /** The part that an earlier run may have begun. */
  readonly unfinished: Migration | undefined;
}

export function halfAppliedPlans(folder: MigrationFolder, history: History): readonly HalfAppliedPlan[] {
  const rows = new Map(history.applied.map((one) => [one.version, one]));
  return groupByPlan(folder.migrations).flatMap((plan): readonly HalfAppliedPlan[] => {
    const applied = plan.migrations.filter((one) => rows.has(one.version));
    const left = plan.migrations.filter((one) => !rows.has(one.version));
    const [next] = left;
    if (applied.length === 0 || next === undefined) return [];
    const isReverting = applied.some((one) => rows.get(one.version)?.isReverting);
    const end = left.findIndex((one) => !doesNothing(one.up));
    const passed = isReverting ? [] : left.slice(0, end === -1 ? left.length : end);
    return [{ plan, applied, next, isReverting, passed, unfinished: isReverting ? undefined : left[passed.length] }];
  });
}

function doesNothing(up: string): boolean {
  return up.split("\n").every((line) => line.trim() === "" || line.startsWith("--"));
}

/** Says where it stopped and which ways lead out. */
export function halfAppliedProblem(half: HalfAppliedPlan, target: string): Problem {
  const { plan, applied, next, isReverting } = half;
  const onward = `Mend what stopped it and run \`migrate\`, which goes on with ${next.upFile}`;
  const remedy = isReverting
    ? "Its rollback was interrupted: run `rollback` again; it goes on where it was."
    : next.header.isUndonePerPart
      ? `${onward}; or run \`rollback\`, which takes back the parts that are there.`
      : `${onward}. Its way back fits the whole plan only.`;
  const [count, of] = [String(applied.length), String(plan.migrations.length)];
  return problem("migration/half-applied", { plan: plan.name, target, count, of, remedy });
}
