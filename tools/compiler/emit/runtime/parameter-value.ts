import type { TSchema } from "@sinclair/typebox";

/** A schema as the data that it is. */
export type Keywords = Readonly<Record<string, unknown>>;
export type Resolve = (schema: unknown) => Keywords;

export function resolver(referenced: Readonly<Record<string, TSchema>>): Resolve {
  return function resolve(schema: unknown): Keywords {
    let current = typeof schema === "object" && schema !== null ? (schema as Keywords) : {};
    for (let hops = 0; typeof current.$ref === "string" && hops < 32; hops++) {
      current = (referenced[current.$ref] as Keywords | undefined) ?? {};
    }
    return current;
  };
}

const typesOfSchemas = new WeakMap<Keywords, ReadonlySet<string>>();

/** The JSON types that a value of this schema may have; empty: any. */
export function typesOf(schema: unknown, resolve: Resolve): ReadonlySet<string> {
  const keywords = resolve(schema);
  const known = typesOfSchemas.get(keywords);
  if (known !== undefined) return known;
  const types = findTypes(keywords, resolve, 0);
  typesOfSchemas.set(keywords, types);
  return types;
}

function findTypes(keywords: Keywords, resolve: Resolve, depth: number): ReadonlySet<string> {
  const types = new Set<string>();
  if (typeof keywords.type === "string") types.add(keywords.type);
  if (Array.isArray(keywords.type)) for (const type of keywords.type) types.add(String(type));
  if (types.size > 0 || depth > 8) return types;
  if ("const" in keywords) types.add(typeof keywords.const);
  if (Array.isArray(keywords.enum)) for (const value of keywords.enum) types.add(typeof value);
  for (const keyword of ["anyOf", "oneOf", "allOf"]) {
    const branches = keywords[keyword];
    if (!Array.isArray(branches)) continue;
    for (const branch of branches) for (const type of findTypes(resolve(branch), resolve, depth + 1)) types.add(type);
  }
  return types;
}

/** Whether several values of one name are a list: "each element of a schema array property" has one (OpenAPI 3.0.3, Media Type Object). */
export function mayBeList(types: ReadonlySet<string>): boolean {
  return types.size === 0 || types.has("array");
}

/**
 * The value that a text of a URL, header or form stands for. Strict: `12` and `12.0`, not `12abc`, `1.9` or `1e3`, are integers.
 * A text that stands for none of the allowed types stays a text, and the schema refuses it.
 */
export function scalar(text: string, schema: unknown, resolve: Resolve): unknown {
  const types = typesOf(schema, resolve);
  // "Integer" matches any number with a zero fractional part (JSON Schema 2020-12 Validation, 6.1.1).
  if (types.has("integer") && /^-?(0|[1-9]\d*)(\.0+)?$/.test(text)) {
    const number = Number(text);
    if (Number.isSafeInteger(number)) return number;
  }
  if (types.has("number") && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) {
    const number = Number(text);
    if (Number.isFinite(number)) return number;
  }
  if (types.has("boolean") && (text === "true" || text === "false")) return text === "true";
  if (types.has("null") && text === "" && !types.has("string")) return null;
  return text;
}

/** What is said of an item of a list, by the schema or by what it is made of: `prefixItems` before `items`. */
export function itemAt(schema: unknown, index: number, resolve: Resolve): unknown {
  const said = partsOf(resolve(schema), resolve, 0).flatMap(({ prefixItems, items }) => {
    const own: unknown = Array.isArray(prefixItems) ? prefixItems[index] : undefined;
    return own ?? items ?? [];
  });
  return anyOf(said);
}

/** What is said of a property, if need be by patterns or of all others. */
export function fieldOf(schema: unknown, name: string, resolve: Resolve): unknown {
  const fields = fieldsOf(schema, resolve);
  if (Object.hasOwn(fields, name)) return fields[name];
  const said = partsOf(resolve(schema), resolve, 0).flatMap(({ patternProperties, additionalProperties }) => {
    const patterns = Object.entries((patternProperties ?? {}) as object);
    const fitting = patterns
      .filter(([pattern]) => new RegExp(pattern, "u").test(name))
      .map(([, one]) => one as unknown);
    return fitting.length > 0 || typeof additionalProperties !== "object" ? fitting : [additionalProperties];
  });
  return anyOf(said);
}

/** Whether it says itself that its objects have other properties than those that it names. */
export function isOpen(schema: unknown, resolve: Resolve): boolean {
  return partsOf(resolve(schema), resolve, 0).some(
    ({ patternProperties, additionalProperties: others }) =>
      patternProperties !== undefined ||
      others === true ||
      (typeof others === "object" && others !== null && !isNever(others as Keywords)),
  );
}

/** The schema `false`, as TypeBox writes it. */
function isNever({ not }: Keywords): boolean {
  return typeof not === "object" && not !== null && Object.keys(not).length === 0;
}

const fieldsOfSchemas = new WeakMap<Keywords, Readonly<Record<string, unknown>>>();

/** What is said of the properties of an object, by the schema or by what it is made of. */
export function fieldsOf(schema: unknown, resolve: Resolve): Readonly<Record<string, unknown>> {
  const keywords = resolve(schema);
  const known = fieldsOfSchemas.get(keywords);
  if (known !== undefined) return known;
  const found = new Map<string, unknown[]>();
  for (const part of partsOf(keywords, resolve, 0)) {
    for (const [name, one] of Object.entries(propertiesOf(part, resolve))) {
      found.set(name, [...(found.get(name) ?? []), one]);
    }
  }
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [name, schemas] of found) fields[name] = anyOf(schemas);
  fieldsOfSchemas.set(keywords, fields);
  return fields;
}

/** A schema, the branches of its choices and the parts of its conjunctions. */
function partsOf(keywords: Keywords, resolve: Resolve, depth: number): readonly Keywords[] {
  if (depth > 8) return [];
  const branches = [keywords.allOf, keywords.anyOf, keywords.oneOf].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return [keywords, ...branches.flatMap((branch) => partsOf(resolve(branch), resolve, depth + 1))];
}

function anyOf(schemas: readonly unknown[]): unknown {
  return schemas.length === 0 ? {} : schemas.length === 1 ? schemas[0] : { anyOf: schemas };
}

export function propertiesOf(schema: unknown, resolve: Resolve): Readonly<Record<string, unknown>> {
  const { properties } = resolve(schema);
  return typeof properties === "object" && properties !== null ? (properties as Record<string, unknown>) : {};
}
