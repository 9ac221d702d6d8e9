import { quantile } from "../../../tools/k6/compare/median";
import type { BlockedClients } from "./blocked-clients";
import type { ClientStatement, Span } from "./client-statement";

/** What clients felt while a change ran. Times in milliseconds. */
export interface Downtime {
  readonly statements: number;
  readonly failures: readonly string[];
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const p99LimitMs = 250;

/** Of the statements that were due or on their way at some time of the span. */
export function downtimeIn({ startMs, endMs }: Span, statements: readonly ClientStatement[]): Downtime {
  const touched = statements.filter((one) => one.endedMs >= startMs && one.dueMs <= endMs);
  const latencies = touched.map(latencyMs);
  return {
    statements: touched.length,
    failures: touched.flatMap((one) => one.failure ?? []),
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    maxMs: largest(latencies),
  };
}

export type Verdict = "met" | "missed" | "not judged";

/** The bar for a change that claims to be online. Too few statements for a percentile are no proof. */
export function judge({ statements, failures, p99Ms }: Downtime): Verdict {
  if (failures.length > 0 || p99Ms >= p99LimitMs) return "missed";
  return statements < leastStatements ? "not judged" : "met";
}

const leastStatements = 100;

/**
 * Whether a change kept clients out, for longer than the moment that any lock of a table takes: in that time a client waits and
 * others queue.
 */
export function isBlocking({ failures }: Pick<Downtime, "failures">, { blockedMs }: BlockedClients): boolean {
  return failures.length > 0 || blockedMs >= momentMs;
}

const momentMs = 30;

function latencyMs({ dueMs, endedMs }: ClientStatement): number {
  return endedMs - dueMs;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, one) => Math.max(most, one), 0);
}
