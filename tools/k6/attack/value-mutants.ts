import type { JsonValue } from "../../report/json";
import type { ApiDocument, JsonSchema } from "./api-document";
import type { AttackCase } from "./attack-case";
import { badNumbers, badTexts } from "./bad-text";
import { flatten, type Keywords, typeOf, typesOf } from "./flatten";
import { injections, nul } from "./injections";
import type { Oracle } from "./oracle";
import { simplest } from "./simplest";

export type Path = readonly (string | number)[];

/** A value with one change; whether that makes it wrong is for the oracle to say. */
export interface Mutant {
  readonly path: Path;
  readonly name: string;
  /** The whole value, as JSON: `__proto__` and numbers beyond doubles have no other form. */
  readonly text: string;
  readonly class?: AttackCase["class"];
  /** Sent though the schema allows it: it must do no harm. */
  readonly isProbe?: boolean;
  readonly marker?: string;
}

/** How deep values are walked; what is further down is seldom reached by a form of its own. */
const maxDepth = 5;

/** Every change of a value that its schema gives reason for. */
export function mutantsOf(
  document: ApiDocument,
  oracle: Oracle,
  schema: JsonSchema,
  value: JsonValue,
): readonly Mutant[] {
  return [...walk({ document, oracle, root: value }, schema, value, [], 0)];
}

function* walk(
  body: { readonly document: ApiDocument; readonly oracle: Oracle; readonly root: JsonValue },
  schema: JsonSchema,
  value: JsonValue | undefined,
  path: Path,
  depth: number,
): Generator<Mutant> {
  const { document, oracle, root } = body;
  const { schemas } = document.components;
  const flat = flatten(schema, schemas);
  if (flat.readOnly === true) return;
  const put = (name: string, other: JsonValue, more: Partial<Mutant> = {}): Mutant => ({
    path,
    name,
    text: JSON.stringify(replaced(root, path, other)),
    ...more,
  });
  yield* wrongTypes(flat, put);
  yield* wrongValues(flat, value, put);
  for (const [name, other] of alternatives(flat, value, document)) yield put(name, other);
  const branches = ((flat.oneOf ?? flat.anyOf) as readonly JsonSchema[] | undefined) ?? [];
  const taken = value === undefined ? undefined : branches.find((one) => oracle.request(one)?.(value) === true);
  if (taken !== undefined && depth < maxDepth) yield* walk(body, taken, value, path, depth + 1);
  if (typeOf(value ?? null) === "array") {
    const items = value as readonly JsonValue[];
    const first = items[0];
    const { minItems, maxItems, uniqueItems } = flat;
    const filler = first ?? simplest(flat.items as JsonSchema, schemas);
    if (typeof minItems === "number" && minItems > 0) yield put("fewer than minItems", items.slice(0, minItems - 1));
    if (typeof maxItems === "number" && maxItems < 10_000)
      yield put(
        "more than maxItems",
        Array.from({ length: maxItems + 1 }, (_, index) => items[index] ?? filler),
      );
    if (uniqueItems === true)
      yield put("the same item twice", items.length === 0 ? [filler, filler] : [...items, filler]);
    if (first !== undefined && depth < maxDepth && flat.items !== undefined)
      yield* walk(body, flat.items as JsonSchema, first, [...path, 0], depth + 1);
  }
  if (typeOf(value ?? null) !== "object") return;
  const object = value as { readonly [name: string]: JsonValue };
  for (const name of (flat.required as readonly string[] | undefined) ?? []) {
    const { [name]: gone, ...rest } = object;
    if (gone !== undefined) yield { ...put("missing", rest), path: [...path, name] };
  }
  yield put("an unknown property", { ...object, speclineUnknown: 1 });
  for (const name of ["__proto__", "constructor"])
    yield {
      path,
      name,
      text: JSON.stringify(replaced(root, path, { ...object, "specline placeholder": { specline: true } })).replace(
        '"specline placeholder"',
        JSON.stringify(name),
      ),
      class: "injection",
      isProbe: true,
    };
  if (depth >= maxDepth) return;
  for (const [name, inner] of Object.entries((flat.properties ?? {}) as Readonly<Record<string, JsonSchema>>))
    yield* walk(body, inner, object[name], [...path, name], depth + 1);
}

const samples: readonly (readonly [type: string, value: JsonValue, word: string])[] = [
  ["string", "specline", "a text"],
  ["number", 1.5, "a number"],
  ["boolean", true, "true"],
  ["null", null, "null"],
  ["array", [], "an empty array"],
  ["object", {}, "an empty object"],
];

function* wrongTypes(flat: Keywords, put: (name: string, other: JsonValue) => Mutant): Generator<Mutant> {
  const types = typesOf(flat);
  if (types.length === 0) return;
  const isNumber = types.includes("integer") || types.includes("number");
  const wanted = types.join(" or ");
  for (const [type, sample, word] of samples) {
    if (types.includes(type) || (type === "number" && isNumber)) continue;
    yield put(`${word} for ${wanted}`, sample);
  }
  // What a lenient server turns into the wanted type on its own.
  if (isNumber && !types.includes("string")) yield put(`"3" for ${wanted}`, "3");
  if (types.includes("boolean") && !types.includes("string")) yield put(`"true" for ${wanted}`, "true");
  if (types.includes("boolean") && !isNumber) yield put(`1 for ${wanted}`, 1);
  if (types.includes("string") && !isNumber) yield put(`42 for ${wanted}`, 42);
}

function* wrongValues(
  flat: Keywords,
  value: JsonValue | undefined,
  put: (name: string, other: JsonValue, more?: Partial<Mutant>) => Mutant,
): Generator<Mutant> {
  const types = typesOf(flat);
  if (types.includes("string")) {
    for (const [name, text] of badTexts(flat)) yield put(name, text, { isProbe: name.startsWith("at ") });
    for (const [name, text] of injections)
      yield put(`${name} injection`, text, { class: "injection", isProbe: true, marker: text });
    yield put("U+0000", nul, { class: "injection", isProbe: true });
    yield put("half a surrogate pair", "specline\ud800", { class: "injection", isProbe: true });
    yield put("10,000 characters", "a".repeat(10_000), { class: "size", isProbe: true });
  }
  if (types.includes("integer") || types.includes("number"))
    for (const [name, number] of badNumbers(flat))
      yield put(name, number, { isProbe: name.startsWith("at ") || /64 bits|1e30/.test(name) });
  if (types.includes("integer") && typeof value === "number") yield put("a fraction more", value + 0.5);
  if (types.includes("boolean") && (flat.enum !== undefined || flat.const !== undefined))
    yield put("the other", value !== true);
}

/** `oneOf`: nothing that any of them knows, and what is of two of them at once. */
function* alternatives(
  flat: Keywords,
  value: JsonValue | undefined,
  document: ApiDocument,
): Generator<readonly [string, JsonValue]> {
  const branches = (flat.oneOf ?? flat.anyOf) as readonly JsonSchema[] | undefined;
  if (branches === undefined) return;
  const word = flat.oneOf === undefined ? "anyOf" : "oneOf";
  yield [`none of ${word}`, { speclineNone: true }];
  yield [`none of ${word}, as a text`, "specline-none"];
  if (typeOf(value ?? null) !== "object") return;
  for (const [index, branch] of branches.entries()) {
    const other = simplest(branch, document.components.schemas);
    if (typeOf(other) === "object")
      yield [`alternative ${index + 1} of ${word} as well`, { ...(other as Keywords), ...(value as Keywords) }];
  }
}

function replaced(root: JsonValue, path: Path, value: JsonValue): JsonValue {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(root)) {
    const items: readonly JsonValue[] = root;
    return items.map((item, index) => (index === first ? replaced(item, rest, value) : item));
  }
  const object = root as { readonly [name: string]: JsonValue };
  return { ...object, [first]: replaced(object[String(first)] ?? {}, rest, value) };
}

export function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Where a change is, e.g. `body.tags[0]`. */
export function placeOf(start: string, path: Path): string {
  return [start, ...path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))].join("");
}
