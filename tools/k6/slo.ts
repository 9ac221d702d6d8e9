import type { OperationSummary } from "./summary";

/** What an operation is held to under load. */
export interface Slo {
  /** Milliseconds that 95 of 100 requests must not exceed. */
  readonly p95Ms?: number;
  readonly p99Ms?: number;
  /** Share of requests that may fail, 0 to 1. */
  readonly errorRate?: number;
}

/** What of an objective a figure misses, a phrase each; none: it is met. */
export function missesOf({ latencyMs, errorRate }: OperationSummary, slo: Slo): readonly string[] {
  const misses: string[] = [];
  for (const [name, most] of [["p95", slo.p95Ms] as const, ["p99", slo.p99Ms] as const])
    if (most !== undefined && latencyMs !== undefined && latencyMs[name] > most)
      misses.push(`${name} ${milliseconds(latencyMs[name])} > ${milliseconds(most)} ms`);
  if (slo.errorRate !== undefined && errorRate > slo.errorRate)
    misses.push(`errors ${percent(errorRate)} > ${percent(slo.errorRate)}`);
  return misses;
}

/** For a column: `p95 200 ms, errors 1 %`. */
export function describeSlo({ p95Ms, p99Ms, errorRate }: Slo): string {
  return [
    ...(p95Ms === undefined ? [] : [`p95 ${milliseconds(p95Ms)} ms`]),
    ...(p99Ms === undefined ? [] : [`p99 ${milliseconds(p99Ms)} ms`]),
    ...(errorRate === undefined ? [] : [`errors ${percent(errorRate)}`]),
  ].join(", ");
}

function milliseconds(value: number): string {
  return String(Number(value >= 100 ? value.toFixed(0) : value.toPrecision(3)));
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
