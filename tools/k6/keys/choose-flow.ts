import type { PlanKey, ScriptPlan } from "../read-plan";

/** What a script does with the keys that are there; `tools/compiler/emit/load-test/run-time/keys.ts` decides in the same way (`test/golden/flow-choice.test.ts`). */
export interface ChosenPlan extends ScriptPlan {
  /** Of operations, the variables whose keys they may be sent with. */
  readonly keyed: Readonly<Record<string, readonly string[]>>;
  /** Operations that a key would open, and what is to be set for them. */
  readonly closed: Readonly<Record<string, string>>;
}

/** @param isSet whether a variable gives a key */
export function chooseFlow(plan: ScriptPlan, isSet: (variable: string) => boolean): ChosenPlan {
  const { withKeys, keys = {} } = plan;
  // A map: an operation may be called `toString`.
  const needs = new Map(Object.entries(withKeys?.needs ?? {}));
  const isThere = (scheme: string) => isSet(keys[scheme]?.variable ?? "");
  const keyedOf = (operations: readonly string[]) =>
    Object.fromEntries(
      operations.flatMap((id): [string, readonly string[]][] => {
        // What needs none is sent with one all the same, where an alternative takes it.
        const lists = needs.get(id);
        const named = lists === undefined ? Object.keys(keys) : [...new Set(lists.flat())];
        const own = named.filter(isThere).map((name) => keys[name]?.variable ?? name);
        return own.length === 0 ? [] : [[id, own]];
      }),
    );
  if (withKeys === undefined) return { ...plan, keyed: keyedOf(plan.operations), closed: {} };
  const isOpen = (id: string) => needs.get(id)?.some((names) => names.every(isThere)) ?? true;
  const open = withKeys.operations.filter(isOpen);
  const usesKeys = open.length > plan.operations.length;
  const operations = usesKeys ? open : plan.operations;
  const closed = withKeys.operations
    .filter((id) => !operations.includes(id))
    .map((id): [string, string] => [id, describeNeeds(needs.get(id) ?? [], keys)]);
  const reasonsOf = (usesKeys ? withKeys : plan).skipped.filter((one) => !closed.some(([id]) => id === one.operation));
  const skipped = [...reasonsOf, ...closed.map(([operation, needed]) => ({ operation, reason: needsText(needed) }))];
  return {
    ...plan,
    operations,
    skipped,
    requestsPerIteration: (usesKeys ? withKeys : plan).requestsPerIteration,
    keyed: keyedOf(operations),
    closed: Object.fromEntries(closed),
  };
}

/** What several scripts do together. */
export function joinPlans(plans: readonly ChosenPlan[]): ChosenPlan {
  return {
    operations: plans.flatMap((plan) => plan.operations),
    skipped: plans.flatMap((plan) => plan.skipped),
    requestsPerIteration: plans.reduce((sum, plan) => sum + plan.requestsPerIteration, 0),
    slos: Object.assign({}, ...plans.map((plan) => plan.slos ?? {})) as ScriptPlan["slos"] & object,
    keys: Object.assign({}, ...plans.map((plan) => plan.keys ?? {})) as ScriptPlan["keys"] & object,
    keyed: Object.assign({}, ...plans.map((plan) => plan.keyed)) as ChosenPlan["keyed"],
    closed: Object.assign({}, ...plans.map((plan) => plan.closed)) as ChosenPlan["closed"],
  };
}

function describeNeeds(needs: readonly (readonly string[])[], keys: Readonly<Record<string, PlanKey>>): string {
  return needs.map((names) => names.map((name) => keys[name]?.variable ?? name).join(" and ")).join(" or ");
}

function needsText(needed: string): string {
  return needed === ""
    ? "more operations can be called without the keys that are set"
    : `it needs a key: set ${needed}`;
}
