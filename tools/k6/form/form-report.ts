import type { JsonValue } from "../../report/json";
import type { Section } from "../../report/report";
import type { Scaling } from "../scaling/scaling";
import { scalingData } from "../scaling/scaling-data";
import { scalingSections } from "../scaling/scaling-sections";
import type { OperationSummary } from "../summary";
import { percent, type SoakDrift } from "./soak-drift";
import type { SpikeRecovery } from "./spike-recovery";

/** What a form of load finds beyond the figures that all have. */
export type FormOutcome =
  | { readonly kind: "steps"; readonly scaling: Scaling }
  | { readonly kind: "spike"; readonly recovery: SpikeRecovery }
  | { readonly kind: "soak"; readonly drift: SoakDrift };

/** For people, before the sections of the figures. */
export function formSections(found: FormOutcome | undefined): readonly Section[] {
  switch (found?.kind) {
    case undefined:
      return [];
    case "steps":
      return scalingSections(found.scaling);
    case "spike":
      return spikeSections(found.recovery);
    case "soak":
      return soakSections(found.drift);
    default:
      throw new Error(`unknown outcome: ${JSON.stringify(found satisfies never)}`);
  }
}

/** Members of the report's data. */
export function formData(found: FormOutcome | undefined): { readonly [key: string]: JsonValue } {
  switch (found?.kind) {
    case undefined:
      return {};
    case "steps":
      return { scaling: scalingData(found.scaling) };
    case "spike": {
      const { base, spike, after, droppedInSpike, baseP95Ms, recoverySeconds, watchedSeconds } = found.recovery;
      return {
        spike: {
          stages: { base: stageData(base), spike: stageData(spike), after: stageData(after) },
          droppedInSpike,
          baseP95Ms: exact(baseP95Ms),
          recoverySeconds: recoverySeconds ?? null,
          watchedSeconds,
        },
      };
    }
    case "soak": {
      const { latencies, errors, quarterSeconds, blocks, warning } = found.drift;
      return {
        soak: {
          quarterSeconds,
          blocks,
          warning: warning ?? null,
          latencies: latencies.map((one) => ({
            operation: one.operation,
            metric: one.metric,
            firstMs: exact(one.baselineMs),
            lastMs: exact(one.candidateMs),
            ratio: exact(one.ratio),
            interval: one.interval.map(exact),
            verdict: driftWords[one.verdict],
          })),
          errors: errors.map((one) => ({
            operation: one.operation,
            first: exact(one.baseline),
            last: exact(one.candidate),
            interval: one.interval.map(exact),
            verdict: driftWords[one.verdict],
          })),
        },
      };
    }
    default:
      throw new Error(`unknown outcome: ${JSON.stringify(found satisfies never)}`);
  }
}

const driftWords = {
  regressed: "worse",
  improved: "better",
  equivalent: "steady",
  inconclusive: "inconclusive",
} as const;

function spikeSections(found: SpikeRecovery): readonly Section[] {
  const row = (name: string, one: OperationSummary) => [
    name,
    String(one.requests),
    one.requestsPerSecond.toFixed(1),
    ...(["p50", "p95", "p99"] as const).map((key) => one.latencyMs?.[key].toFixed(1) ?? "–"),
    String(one.errors),
  ];
  return [
    {
      kind: "table",
      title: "Spike",
      columns: [
        { title: "stage" },
        ...["requests", "req/s", "p50 ms", "p95 ms", "p99 ms", "errors"].map((title) => ({ title, numeric: true })),
      ],
      rows: [row("base", found.base), row("spike", found.spike), row("after", found.after)],
    },
    {
      kind: "facts",
      title: "Recovery",
      facts: [
        [
          "as before",
          found.recoverySeconds === undefined
            ? `not within ${found.watchedSeconds} s`
            : `${found.recoverySeconds} s after the spike`,
        ],
        ["which means", `p95 of a second at most ${found.baseP95Ms.toFixed(1)} ms, the base's slowest, for 3 s`],
        ["could not begin in the spike", `${found.droppedInSpike} iterations`],
      ],
    },
  ];
}

function soakSections(found: SoakDrift): readonly Section[] {
  return [
    {
      kind: "table",
      title: "Drift from first to last quarter",
      columns: [
        { title: "operation" },
        { title: "" },
        ...["first", "last", "change", "95 % interval"].map((title) => ({ title, numeric: true })),
        { title: "verdict" },
      ],
      rows: [
        ...found.latencies.map((one) => [
          one.operation,
          `${one.metric} ms`,
          one.baselineMs.toFixed(2),
          one.candidateMs.toFixed(2),
          percent(one.ratio),
          one.interval.map(percent).join(" to "),
          driftWords[one.verdict],
        ]),
        ...found.errors.map((one) => [
          one.operation,
          "errors %",
          ...[one.baseline, one.candidate, one.candidate - one.baseline].map((share) => (share * 100).toFixed(2)),
          one.interval.map((share) => (share * 100).toFixed(2)).join(" to "),
          driftWords[one.verdict],
        ]),
      ],
    },
    {
      kind: "text",
      title: "",
      lines: [
        `Quarters of ${found.quarterSeconds} s, ${found.blocks} blocks each; blocks are what is compared.`,
        ...(found.warning === undefined ? [] : [`Warning: ${found.warning}.`]),
      ],
    },
  ];
}

function stageData(one: OperationSummary): JsonValue {
  const { latencyMs } = one;
  return {
    requests: one.requests,
    requestsPerSecond: exact(one.requestsPerSecond),
    p50Ms: latencyMs === undefined ? null : exact(latencyMs.p50),
    p95Ms: latencyMs === undefined ? null : exact(latencyMs.p95),
    p99Ms: latencyMs === undefined ? null : exact(latencyMs.p99),
    errors: one.errors,
  };
}

function exact(value: number): number {
  return Number(value.toFixed(4));
}
