/** `Application/JSON; charset=utf-8` → `application/json` */
export function essenceOf(type: string): string {
  // Nearly every type is written like this, and this is asked several times of a request.
  if (/^[a-z0-9.+/-]+$/.test(type)) return type;
  return type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** `image/*` and the range of everything accept what they say. */
export function matchesRange(range: string, type: string): boolean {
  if (range === type) return true;
  const wanted = essenceOf(range);
  const given = essenceOf(type);
  if (wanted === "*/*" || wanted === given) return true;
  return wanted.endsWith("/*") && given.startsWith(wanted.slice(0, -1));
}

export function isJson(type: string): boolean {
  const essence = essenceOf(type);
  return essence === "application/json" || essence.endsWith("+json");
}

/**
 * Whether a client that sends this `Accept` takes a type (RFC 9110, 12.5.1): the most special range that fits decides, and its
 * weight 0 refuses. What cannot be read asks for nothing.
 */
export function accepts(accept: string | undefined, type: string): boolean {
  const ranges = (accept ?? "").split(",").flatMap((part) => {
    const [range = "", ...parameters] = part.split(";").map((one) => one.trim().toLowerCase());
    if (!/^[^\s/]+\/[^\s/]+$/.test(range)) return [];
    const weight = parameters.find((one) => one.startsWith("q="))?.slice(2);
    return [{ range, isWanted: weight === undefined || Number(weight) !== 0 }];
  });
  if (ranges.length === 0) return true;
  const fitting = ranges
    .filter(({ range }) => matchesRange(range, type) || matchesRange(type, range))
    .sort((a, b) => specialty(b.range) - specialty(a.range));
  return fitting[0]?.isWanted ?? false;
}

function specialty(range: string): number {
  return range === "*/*" ? 0 : range.endsWith("/*") ? 1 : 2;
}
