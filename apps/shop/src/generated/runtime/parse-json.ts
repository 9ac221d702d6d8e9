// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: b54d36eebb35cfcb
/** Deeper values are no data that somebody means, but would exhaust the stack of whoever walks through them. */
const maxDepth = 1000;

export type ParsedJson = { readonly value: unknown } | { readonly problem: string };

/** @param allowsProto whether the description speaks of a property `__proto__` */
export function parseJson(text: string, allowsProto: () => boolean): ParsedJson {
  if (text.length > 2 * maxDepth && isTooDeep(text)) return { problem: `is nested deeper than ${maxDepth} levels` };
  // JSON.parse makes a plain property of such a key, but merging the value could change the prototype of the target. It may
  // be spelled with escapes of ASCII characters, which no serializer writes.
  const mayHaveProto = /__proto__|\\u00[4-7]/.test(text) && !allowsProto();
  // JSON.parse makes `Infinity` of a number that is too large, which no JSON can say again.
  const mayBeHuge = /[eE]\+?\d{3}|\d{309}/.test(text);
  try {
    const refuse = (key: string, value: unknown) => {
      if (mayHaveProto && key === "__proto__") throw new Refusal(forbiddenKey);
      if (value === Infinity || value === -Infinity) throw new Refusal("has a number that is too large");
      return value;
    };
    return { value: JSON.parse(text, mayHaveProto || mayBeHuge ? refuse : undefined) as unknown };
  } catch (error) {
    return { problem: error instanceof Refusal ? error.message : "is not valid JSON" };
  }
}

/** Said of a key of which nothing good can be meant, in JSON and in what is read like it. */
export const forbiddenKey = "must not have the key `__proto__`";

/** Whether an object made of texts, or one in it, has the key; all of them are without a prototype. */
export function hasForbiddenKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "__proto__") || Object.values(value).some(hasForbiddenKey);
}

class Refusal extends Error {}

/** Counts brackets outside of strings. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfString(text, index);
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index;
}
