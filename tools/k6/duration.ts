/** `30s`, `1m30s`, `500ms` or a bare number of seconds, as seconds; `undefined`: none of these, or not above 0. */
export function parseDuration(text: string | number): number | undefined {
  const trimmed = String(text).trim();
  const seconds = /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : parseUnits(trimmed);
  return seconds !== undefined && seconds > 0 && seconds <= 24 * 3600 ? seconds : undefined;
}

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

function parseUnits(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ""] ?? 0),
    0,
  );
}
