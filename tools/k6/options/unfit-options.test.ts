import { describe, expect, it } from "vitest";
import type { MeasureOptions } from "./measure-options";
import { runKindOf } from "./run-kind";
import { unfitOptions } from "./unfit-options";

const url = "http://127.0.0.1:1";

describe("what is done follows from the options", () => {
  it.each<readonly [MeasureOptions, string]>([
    [{}, "load"],
    [{ scenario: "spike" }, "spike"],
    [{ steps: "1,2,4" }, "steps"],
    [{ expectRateLimit: true }, "ratelimit"],
    [{ expectRateLimit: false }, "load"],
    [{ scenario: "load", compareUrl: url }, "comparison"],
    [{ baseline: "a.json", saveBaseline: "b.json" }, "baseline"],
    [{ saveBaseline: "b.json" }, "keeping"],
    [{ merge: "*.ndjson" }, "merge"],
  ])("%j: %s", (options, kind) => {
    expect(runKindOf(options)).toBe(kind);
    expect(unfitOptions(kind as Exclude<ReturnType<typeof runKindOf>, object>, options)).toEqual([]);
  });
});

describe("what does not go with it is refused", () => {
  it.each<readonly [MeasureOptions, readonly string[]]>([
    [{ scenario: "attack", baseline: "a.json" }, ["--baseline=a.json is refused"]],
    [{ scenario: "attack", check: "all" }, ["--check=all is refused"]],
    [{ scenario: "attack", instances: 2 }, ["--instances=2"]],
    [{ merge: "*.ndjson", maxRequests: 5 }, ["--max-requests=5 is refused: with --merge nothing is sent"]],
    [{ scenario: "attack", expectRateLimit: true }, ["--expect-rate-limit=true is refused"]],
    [{ scenario: "load", expectRateLimit: true }, ["--expect-rate-limit=true is refused: --scenario=load has no"]],
    [{ scenario: "soak", compareUrl: url }, ["--compare-url=… is refused"]],
    [{ scenario: "steps", instances: 2 }, ["--instances=2 is refused"]],
    [{ scenario: "smoke", instances: 2 }, ["--instances=2 is refused"]],
    [{ scenario: "ratelimit", p95Ms: 5 }, ["--p95Ms=5 is refused"]],
    [{ compareUrl: url, instances: 2 }, ["--instances=2 is refused: --compare-url has no such setting"]],
    [{ compareUrl: url, baseline: "a.json" }, ["--baseline=a.json is refused"]],
    [{ compareUrl: url, check: "off" }, ["--check=off is refused"]],
    [{ baseline: "a.json", warmup: "2s" }, ["--warmup=2s is refused"]],
    [{ saveBaseline: "a.json", failOn: "regressed" }, ["--fail-on=regressed", "use --compare-url or --baseline."]],
    [{ saveBaseline: "a.json", allowEnvDrift: true }, ["--allow-env-drift=true", "use --baseline."]],
    [{ rounds: 8 }, ["--rounds=8 is refused: --scenario=load has no such setting"]],
    [{ compareToken: "env:T" }, ["--compare-token=… is refused"]],
    [{ merge: "*.ndjson", scenario: "load", concurrency: 5 }, ["--scenario=load", "--concurrency=5"]],
  ])("%j", (options, said) => {
    const kind = runKindOf(options);
    if (typeof kind !== "string") throw new Error(kind.message);
    const text = unfitOptions(kind, options)
      .map(({ message, hint }) => `${message} ${hint}`)
      .join("\n");
    for (const one of said) expect(text).toContain(one);
  });

  it("is not advised to use what the command does not have", () => {
    const [problem] = unfitOptions("load", { rounds: 8 }, ["comparison", "merge"]);
    expect(problem?.hint).toBe("Leave it out, or use --baseline or --save-baseline.");
  });
});
