import { describe, expect, it } from "vitest";
import { runTimeSource } from "../../tools/compiler/emit/load-test/run-time-source";
import { render } from "../../tools/compiler/emit/text";
import { chooseFlow } from "../../tools/k6/keys/choose-flow";
import type { ScriptPlan } from "../../tools/k6/read-plan";

type Environment = Readonly<Record<string, string>>;

interface Load {
  readonly usesKeys: boolean;
  isOpen(id: string): boolean;
}

/** What a script's run time makes of a plan, without k6. */
function loadFor(plan: ScriptPlan, environment: Environment): Load {
  const source = render(runTimeSource)
    .replaceAll(/^import .*$/gm, "")
    .replaceAll(/^export /gm, "");
  const start = new Function("__ENV", "Counter", `${source}; return loadFor;`) as (
    environment: Environment,
    counter: unknown,
  ) => (plan: ScriptPlan) => Load;
  return start(environment, class {})(plan);
}

const keys: ScriptPlan["keys"] = {
  a: { variable: "A", in: "header", name: "x-a" },
  b: { variable: "B", in: "query", name: "b" },
  c: { variable: "C", in: "basic" },
};

const plan = (
  operations: readonly string[],
  withKeys: Readonly<Record<string, readonly (readonly string[])[]>>,
): ScriptPlan => ({
  operations,
  skipped: [],
  requestsPerIteration: operations.length,
  keys,
  withKeys: {
    operations: [...operations, ...Object.keys(withKeys).filter((id) => !operations.includes(id))],
    skipped: [],
    requestsPerIteration: 9,
    needs: withKeys,
  },
});

const plans: Readonly<Record<string, ScriptPlan>> = {
  "no flow with keys": { operations: ["list"], skipped: [], requestsPerIteration: 1, keys },
  "names that objects have": plan(["toString"], { constructor: [["a"]] }),
  "one key": plan(["list"], { read: [["a"]] }),
  "either of two": plan(["list"], { read: [["a"], ["b"]] }),
  "both of two": plan(["list"], { read: [["a", "b"]] }),
  "each its own": plan(["list"], { read: [["a"]], write: [["b", "c"]], drop: [["c"], ["a", "b"]] }),
  "nothing without": plan([], { read: [["a"]], write: [["b"]] }),
  "a flow with keys that loses operations": {
    ...plan(["list", "more"], { read: [["a"]], write: [["b"]] }),
    withKeys: {
      operations: ["read", "write"],
      skipped: [],
      requestsPerIteration: 2,
      needs: { read: [["a"]], write: [["b"]] },
    },
  },
};

const environments = [0, 1, 2, 3, 4, 5, 6, 7].map(
  (bits): Environment =>
    Object.fromEntries(["A", "B", "C"].flatMap((name, index) => ((bits >> index) & 1 ? [[name, "secret:x"]] : []))),
);

describe("a script calls what its report says that it calls", () => {
  it.each(Object.entries(plans))("%s", (_, one) => {
    for (const environment of environments) {
      const { usesKeys, isOpen } = loadFor(one, environment);
      const flow = usesKeys ? (one.withKeys ?? one) : one;
      const called = flow.operations.filter((id) => !usesKeys || isOpen(id));
      const chosen = chooseFlow(one, (variable) => environment[variable] !== undefined);
      expect([Object.keys(environment), chosen.operations, chosen.requestsPerIteration]).toEqual([
        Object.keys(environment),
        called,
        flow.requestsPerIteration,
      ]);
    }
  });
});
