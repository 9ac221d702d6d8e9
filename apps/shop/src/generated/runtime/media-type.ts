// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 0cd631fc2d73ef77
/** `Application/JSON; charset=utf-8` → `application/json`; empty: it is no media type (RFC 9110, 8.3.1). */
export function essenceOf(type: string): string {
  // Nearly every type is written like this, and this is asked several times of a request.
  if (/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(type)) return type;
  const essence = type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+$/.test(essence) ? essence : "";
}

/**
 * Of several forms of a body, the one for what was sent: "only the most specific key is applicable. e.g. text/plain overrides text/*"
 * (OpenAPI 3.1, Request Body Object). Forms of one type that differ in parameters, such as `application/json; version=2`, are told
 * apart by them; one that names none is for all others.
 */
export function mostFitting<Form extends { readonly type: string }>(
  forms: readonly Form[],
  contentType: string,
): Form | undefined {
  const fitting = forms.filter(({ type }) => matchesRange(type, contentType));
  if (fitting.length < 2) return fitting[0];
  const most = Math.max(...fitting.map(({ type }) => specialty(essenceOf(type))));
  const special = fitting.filter(({ type }) => specialty(essenceOf(type)) === most);
  const sent = new Set(parametersOf(contentType));
  const exact = special.find(({ type }) => type.includes(";") && parametersOf(type).every((one) => sent.has(one)));
  return exact ?? special.find(({ type }) => !type.includes(";")) ?? special[0];
}

/** `a/b; Version="2"` → `version=2` */
function parametersOf(type: string): readonly string[] {
  return type
    .split(";")
    .slice(1)
    .map((one) =>
      one
        .trim()
        .replace(/^[^=]*/, (name) => name.toLowerCase())
        .replace(/="(.*)"$/, "=$1"),
    );
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
