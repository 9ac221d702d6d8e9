const units = [
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** As PostgreSQL reads it: `20min`; 0 is no limit. */
export function timeoutText(ms: number): string {
  if (ms === 0) return "0";
  const [unit, size] = units.find(([, one]) => ms % one === 0) ?? ["ms", 1];
  return `${ms / size}${unit}`;
}

/** Of `20min`, `5s`, `100ms`, `0`; `undefined`: it is none of these. */
export function timeoutMs(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,10})(ms|s|min|h|d)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const sizes: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
  const ms = Number(digits) * (sizes[unit ?? "ms"] ?? 1);
  return ms <= 2_147_483_647 ? ms : undefined;
}
