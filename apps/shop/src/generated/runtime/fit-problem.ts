// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 9675ca4c17bb1026
import type { TSchema } from "@sinclair/typebox";
import { type Keywords, propertiesOf, type Resolve, typesOf } from "./parameter-value.js";
import type { Problem, ProblemDetail } from "./problem.js";
import type { Check } from "./validation.js";

export interface ProblemSource {
  readonly problem: Problem;
  readonly requestId: string;
}

/** Values that may stand for a property, the likeliest first. */
type Values = (source: ProblemSource, detail: ProblemDetail | undefined) => readonly unknown[];

/** What properties of error forms are called, without their case and what joins their words. */
const meanings: readonly (readonly [RegExp, Values])[] = [
  [/^(http)?status(code)?$/, ({ problem }) => [problem.status, String(problem.status)]],
  [
    /^(field|path|param|parameter|property|pointer|location|source|key|loc|target)$/,
    (_, detail) => (detail === undefined ? [] : [detail.field, detail.field.split(".")]),
  ],
  [
    /^(error)?(code|key|type|kind|reason)$/,
    ({ problem }) => [problem.code, problem.status, String(problem.status), "about:blank"],
  ],
  [
    /^(error)?(message|msg|detail|description|text|errors?)$/,
    ({ problem }, detail) => [detail?.message ?? problem.message],
  ],
  [/^(title|summary|name|error)$/, ({ problem }) => [problem.code.replaceAll("_", " "), problem.code]],
  [/^(request|trace|correlation)?id$|^instance$/, ({ requestId }) => [requestId]],
  [/^(timestamp|time|date|occurredat)$/, () => [new Date().toISOString(), Date.now()]],
];

const lists = /^(errors|details|issues|violations|fields|causes|messages|invalidparams|validationerrors|detail)$/;

/**
 * A problem in the form of a description's own error schema: properties are filled by what they are called, required ones that
 * mean nothing known by the least that their schema allows. `undefined`: nothing that fits was found.
 */
export function fitProblem(schema: TSchema, source: ProblemSource, resolve: Resolve, check: Check): unknown {
  const value = fitTo(schema, "message", source, undefined, resolve, 0);
  return value !== undefined && check(value).length === 0 ? value : undefined;
}

function fitTo(
  schema: unknown,
  name: string,
  source: ProblemSource,
  detail: ProblemDetail | undefined,
  resolve: Resolve,
  depth: number,
): unknown {
  const keywords = resolve(schema);
  if (depth > 6) return undefined;
  if ("const" in keywords) return keywords.const;
  const inner = (one: unknown, as = name, of = detail) => fitTo(one, as, source, of, resolve, depth + 1);
  const [branch] = [keywords.oneOf, keywords.anyOf].flatMap((list) =>
    Array.isArray(list) ? list.filter(isNotNull) : [],
  );
  if (branch !== undefined) return inner(branch);
  const types = typesOf(keywords, resolve);
  if (Array.isArray(keywords.allOf) || types.has("object") || keywords.properties !== undefined) {
    const parts = (Array.isArray(keywords.allOf) ? keywords.allOf : []).map((one) => inner(one) ?? {});
    return Object.assign({}, ...parts, fitObject(keywords, resolve, inner));
  }
  if (types.has("array")) {
    const items = keywords.items ?? {};
    const isList = lists.test(plainName(name)) && detail === undefined;
    const all = isList ? source.problem.details.map((one) => inner(items, "message", one)) : [];
    return all.length > 0 || Number(keywords.minItems ?? 0) === 0 ? all : [inner(items)];
  }
  return fitScalar(keywords, types, candidates(name, source, detail));
}

function fitObject(
  keywords: Keywords,
  resolve: Resolve,
  inner: (schema: unknown, name: string) => unknown,
): Readonly<Record<string, unknown>> {
  const required = new Set(Array.isArray(keywords.required) ? keywords.required : []);
  const value: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(propertiesOf(keywords, resolve))) {
    const isMeant = lists.test(plainName(name)) || meanings.some(([pattern]) => pattern.test(plainName(name)));
    if (!required.has(name) && !isMeant) continue;
    const one = inner(schema, name);
    if (one !== undefined) value[name] = one;
  }
  return value;
}

function candidates(name: string, source: ProblemSource, detail: ProblemDetail | undefined): readonly unknown[] {
  const plain = plainName(name);
  return meanings.filter(([pattern]) => pattern.test(plain)).flatMap(([, values]) => values(source, detail));
}

function fitScalar(keywords: Keywords, types: ReadonlySet<string>, values: readonly unknown[]): unknown {
  const allowed: unknown = keywords.enum;
  if (Array.isArray(allowed)) return values.find((value) => allowed.includes(value)) ?? allowed[0];
  const found = values.find(
    (value) => types.size === 0 || types.has(typeof value) || (types.has("integer") && typeof value === "number"),
  );
  if (found !== undefined) return typeof found === "string" ? cut(found, keywords) : found;
  if ("default" in keywords) return keywords.default;
  if (types.has("string")) return "x".repeat(Number(keywords.minLength ?? 0));
  if (types.has("integer") || types.has("number")) return Number(keywords.minimum ?? 0);
  if (types.has("boolean")) return false;
  return types.has("null") ? null : undefined;
}

function cut(text: string, { maxLength }: Keywords): string {
  return typeof maxLength === "number" ? [...text].slice(0, maxLength).join("") : text;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, "");
}

function isNotNull(schema: unknown): boolean {
  return !(typeof schema === "object" && schema !== null && "type" in schema && schema.type === "null");
}
