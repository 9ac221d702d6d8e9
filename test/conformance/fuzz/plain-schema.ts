import type { JsonValue } from "../../../tools/compiler/model/json-value";

type Node = { readonly [keyword: string]: JsonValue };

/**
 * What OpenAPI says beyond JSON Schema, said in its keywords, so that validators that know nothing of OpenAPI can judge:
 *
 * - a branch of a choice with a discriminator is meant when the property has its name or the value that is mapped to it
 *   (OpenAPI 3.0.3, Discriminator Object; "inline schemas will not be considered");
 * - `int32` and `int64` are "signed 32 bits" and "signed 64 bits" (OpenAPI 3.0.3, Data Types), of which JavaScript keeps 53
 *   (docs/decisions/0351-ranges-of-integers.md).
 */
export function plainSchema(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(plainSchema);
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, isData(key) ? one : plainSchema(one)]),
  );
  const { discriminator, ...node } = inner;
  const range = ranges[String(node.format)];
  const bounds = range !== undefined && mayBeNumber(node) ? { allOf: [...listOf(node.allOf), range] } : {};
  if (discriminator === undefined) return { ...node, ...bounds };
  const tagged = (name: string) => {
    const branches = node[name];
    return isList(branches) ? { [name]: branches.map((branch) => tag(branch, discriminator as Node)) } : {};
  };
  return { ...node, ...bounds, ...tagged("oneOf"), ...tagged("anyOf") };
}

const ranges: Readonly<Record<string, Node>> = {
  int32: { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  int64: { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
};

function tag(branch: JsonValue, { propertyName, mapping }: Node): JsonValue {
  const ref = (branch as Node).$ref;
  if (typeof ref !== "string") return branch;
  const mapped = Object.entries((mapping ?? {}) as Node).filter(([, to]) => to === ref);
  const name = ref
    .slice(ref.lastIndexOf("/") + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
  const values = mapped.length > 0 ? mapped.map(([value]) => value) : [name];
  const property = propertyName as string;
  return { allOf: [branch], required: [property], properties: { [property]: { enum: values } } };
}

function mayBeNumber({ type }: Node): boolean {
  return [type].flat().some((one) => one === undefined || one === "integer" || one === "number");
}

/** Keywords that hold values and no schemas. */
function isData(keyword: string): boolean {
  return ["enum", "const", "default", "examples", "discriminator", "required"].includes(keyword);
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isList(value) ? value : [];
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
