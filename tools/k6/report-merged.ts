import type { Output } from "../report/output";
import type { LoadForm } from "./form/load-form";
import { loadReport } from "./load-report";
import type { Limits } from "./load-test";
import { mergeSamples } from "./merge-samples";
import type { ScriptPlan } from "./read-plan";
import { summarize } from "./summary";
import { judge } from "./verdict";

export interface MergedLoad extends Limits {
  readonly workspaceRoot: string;
  readonly project: string;
  readonly target: string;
  readonly output: Output;
  readonly patterns: readonly string[];
  readonly plan: ScriptPlan;
  /** How many files there have to be, where that is known. */
  readonly instances?: number;
  /** Of the run; absent: from the first request to the last. */
  readonly durationSeconds?: number;
  readonly rate?: number;
}

/** Judges and reports what runners on several machines measured as if it were one run. Nothing is sent. */
export function reportMerged(load: MergedLoad): { success: boolean } {
  const merged = mergeSamples(load.workspaceRoot, load.patterns);
  if (!("measurement" in merged)) return load.output.refuse(merged);
  const { paths, spanSeconds } = merged;
  load.output.line(`specline: merging ${paths.length} files of samples; nothing is sent`);
  // One second at least: the figures are by whole seconds.
  const durationSeconds = load.durationSeconds ?? Math.max(1, spanSeconds);
  const summary = summarize(merged.measurement, durationSeconds);
  const { p95Ms = 500, p99Ms, errorRate = 0.01, rate } = load;
  const thresholds = { p95Ms, ...(p99Ms === undefined ? {} : { p99Ms }), errorRate, isAsked: false };
  const missing =
    load.instances === undefined || load.instances === paths.length
      ? []
      : [`there are ${paths.length} files of ${load.instances} runners: ${paths.join(", ")}`];
  const verdict = judge({
    exitCode: 0,
    messages: [],
    lost: [...missing, ...merged.lost],
    summary,
    thresholds,
    expectedOperations: load.plan.operations,
  });
  const at = new Date((summary.total.requests === 0 ? Date.now() / 1000 : merged.firstSecond) * 1000);
  return load.output.finish(
    loadReport({
      ...load,
      instances: paths.length,
      durationSeconds,
      ...(rate === undefined ? {} : { form: steady(rate, durationSeconds) }),
      summary,
      thresholds,
      verdict,
      server: `not known: merged from ${paths.length} files`,
      measured: { at: `${at.toISOString().slice(0, 19)}Z` },
    }),
  );
}

function steady(iterationsPerSecond: number, seconds: number): LoadForm {
  return { kind: "load", pace: { kind: "rate", iterationsPerSecond }, warmUpSeconds: 0, seconds };
}
