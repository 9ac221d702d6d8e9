import type { LoadTest } from "./load-test";
import type { Slo } from "./slo";
import type { Thresholds } from "./verdict";

/** Options win over the description, each figure by itself. One request of each operation says nothing about latency. */
export function thresholdsOf({
  form,
  plan,
  p95Ms,
  p99Ms,
  errorRate,
}: Pick<LoadTest, "form" | "plan" | "p95Ms" | "p99Ms" | "errorRate">): Thresholds {
  const isSmoke = form.kind === "smoke";
  const operations = Object.entries(plan.slos ?? {}).flatMap(([operation, slo]): [string, Slo][] => {
    const own: Slo = {
      ...(slo.p95Ms === undefined || p95Ms !== undefined || isSmoke ? {} : { p95Ms: slo.p95Ms }),
      ...(slo.p99Ms === undefined || p99Ms !== undefined || isSmoke ? {} : { p99Ms: slo.p99Ms }),
      ...(slo.errorRate === undefined || errorRate !== undefined ? {} : { errorRate: slo.errorRate }),
    };
    return Object.keys(own).length === 0 ? [] : [[operation, own]];
  });
  const isTarget = form.kind === "steps" && form.targetRps !== undefined;
  return {
    p95Ms: p95Ms ?? (isSmoke ? Number.POSITIVE_INFINITY : 500),
    ...(p99Ms === undefined ? {} : { p99Ms }),
    errorRate: errorRate ?? 0.01,
    ...(operations.length === 0 ? {} : { operations: Object.fromEntries(operations) }),
    isAsked: p95Ms !== undefined || p99Ms !== undefined || errorRate !== undefined || operations.length > 0 || isTarget,
  };
}
