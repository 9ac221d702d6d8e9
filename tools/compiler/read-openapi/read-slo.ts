import type { Slo } from "../model/operation";
import { checkMembers, isKind } from "./expect";
import { kindOf, type Located } from "./located";
import type { Reading } from "./reading";
import { suggestionFor } from "./suggestion-for";

const members = ["p95", "p99", "errorRate"];

/**
 * `x-slo` of an operation, a path or the description: `{p95: 200ms, p99: 1s, errorRate: 0.1%}`. Numbers are milliseconds and a share of 0 to 1. What is
 * said nearer to the operation wins, each figure by itself.
 *
 * @param inherited what is said around it
 */
export function readSlo(reading: Reading, at: Located | undefined, inherited?: Slo): Slo | undefined {
  if (at === undefined || !isKind(reading, at, "x-slo", "object")) return inherited;
  checkMembers(reading, at, members, (key) => suggestionFor(key, members));
  const p95Ms = figure(reading, at, "p95", milliseconds, "a time such as 200ms or 1.5s, or milliseconds");
  const p99Ms = figure(reading, at, "p99", milliseconds, "a time such as 200ms or 1.5s, or milliseconds");
  const errorRate = figure(reading, at, "errorRate", share, "a share such as 0.1%, or a number from 0 to 1");
  const slo = {
    ...inherited,
    ...(p95Ms !== undefined && { p95Ms }),
    ...(p99Ms !== undefined && { p99Ms }),
    ...(errorRate !== undefined && { errorRate }),
  };
  if (slo.p95Ms !== undefined && slo.p99Ms !== undefined && slo.p99Ms < slo.p95Ms)
    reading.report("openapi/contradictory-slo", at.get("p99") ?? at.get("p95") ?? at, {
      p95: String(slo.p95Ms),
      p99: String(slo.p99Ms),
    });
  return Object.keys(slo).length === 0 ? undefined : slo;
}

function figure(
  reading: Reading,
  slo: Located,
  field: string,
  read: (value: unknown) => number | undefined,
  expected: string,
): number | undefined {
  const at = slo.get(field);
  if (at === undefined) return undefined;
  const value = read(at.value);
  if (value === undefined) {
    const found = typeof at.value === "string" || typeof at.value === "number" ? `\`${at.value}\`` : kindOf(at.value);
    reading.report("openapi/unusable-slo", at, { field, expected, found });
  }
  return value;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** Above 0 and at most an hour. */
function milliseconds(value: unknown): number | undefined {
  const [, amount, unit = "ms"] =
    typeof value === "string" ? (/^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(value.trim()) ?? []) : ["", value];
  const ms = Number(amount) * (unitMs[String(unit)] ?? 1);
  return ms > 0 && ms <= 3_600_000 ? ms : undefined;
}

function share(value: unknown): number | undefined {
  const percent = typeof value === "string" ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value.trim())?.[1] : undefined;
  // Divided after the shift, so that 0.1 % is 0.001 and not a neighbour of it.
  const found = typeof value === "number" ? value : percent === undefined ? undefined : Number(percent) / 100;
  return found !== undefined && found >= 0 && found <= 1 ? found : undefined;
}
