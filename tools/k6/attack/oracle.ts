import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import type { JsonValue } from "../../report/json";
import type { ApiDocument, JsonSchema } from "./api-document";
import { boundedPattern, PatternTooSlow } from "./bounded-pattern";

/** `undefined`: a pattern takes too long, so nothing is known. */
export type Validate = (value: JsonValue) => boolean | undefined;

/** What Ajv says of values. `undefined`: it cannot compile the schema, so nothing is known. */
export interface Oracle {
  /** Of what a client sends: a `readOnly` property is not required of it. */
  request(schema: JsonSchema): Validate | undefined;
  /** Of what a server answers: a `writeOnly` property is not required of it. */
  reply(schema: JsonSchema): Validate | undefined;
  /** Patterns that took too long until now. */
  slowPatterns(): readonly string[];
}

/** A judge of its own, by another library than the one that generated servers validate with. */
export function oracleFor(document: ApiDocument): Oracle {
  const slow = new Set<string>();
  return {
    request: compilerOf(document, "readOnly", slow),
    reply: compilerOf(document, "writeOnly", slow),
    slowPatterns: () => [...slow].sort(),
  };
}

function compilerOf(
  document: ApiDocument,
  absent: "readOnly" | "writeOnly",
  slow: Set<string>,
): (schema: JsonSchema) => Validate | undefined {
  const schemas = document.components.schemas;
  const plain = (schema: JsonValue) => withoutRequired(schema, absent, schemas);
  const all = { $id: "specline:api", components: { schemas: plain(schemas as JsonValue) } };
  const makers = [true, false].map((unicodeRegExp) => {
    const code = { regExp: Object.assign(boundedPattern, { code: "boundedPattern" }) };
    const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false, unicodeRegExp, code });
    addFormats(ajv);
    ajv.addSchema(all);
    return ajv;
  });
  const known = new Map<string, Validate | undefined>();
  return (schema) => {
    const text = JSON.stringify(schema);
    if (!known.has(text)) {
      const own = pointed(plain(schema)) as JsonSchema;
      const compiled = makers.reduce<ValidateFunction | undefined>((found, ajv) => found ?? tried(ajv, own), undefined);
      known.set(text, compiled && judgeBy(compiled, slow));
    }
    return known.get(text);
  };
}

function judgeBy(compiled: ValidateFunction, slow: Set<string>): Validate {
  return (value) => {
    try {
      return compiled(value) === true;
    } catch (error) {
      if (!(error instanceof PatternTooSlow)) throw error;
      slow.add(error.pattern);
      return undefined;
    }
  };
}

/** Some patterns are regular expressions without the flag `u` only, and some are none at all. */
function tried(ajv: Ajv2020, schema: JsonSchema): ValidateFunction | undefined {
  try {
    return ajv.compile(schema as object);
  } catch {
    return undefined;
  }
}

/** References of a schema that stands alone lead into the document. */
function pointed(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return (schema as readonly JsonValue[]).map(pointed);
  if (schema === null || typeof schema !== "object") return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === "$ref" && typeof value === "string" && value.startsWith("#") ? `specline:api${value}` : pointed(value),
    ]),
  );
}

/** OpenAPI 3.0.3, 4.7.24.2: a property that is `readOnly` and required is required of the response only; `writeOnly` the other way. */
function withoutRequired(
  schema: JsonValue,
  absent: "readOnly" | "writeOnly",
  schemas: ApiDocument["components"]["schemas"],
): JsonValue {
  if (Array.isArray(schema))
    return (schema as readonly JsonValue[]).map((one) => withoutRequired(one, absent, schemas));
  if (schema === null || typeof schema !== "object") return schema;
  const entries = Object.entries(schema as Readonly<Record<string, JsonValue>>);
  const { properties } = schema as { readonly properties?: JsonValue };
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (name !== "required" || !Array.isArray(value)) return [name, withoutRequired(value, absent, schemas)];
      return [
        name,
        value.filter((one) => !isMarked((properties as Readonly<Record<string, JsonValue>>)?.[String(one)])),
      ];
    }),
  );

  function isMarked(property: JsonValue | undefined): boolean {
    const resolved = property === undefined ? undefined : resolve(property as JsonSchema, schemas);
    return typeof resolved === "object" && resolved[absent] === true;
  }
}

/** Follows `$ref`s into the document's components; what leads nowhere accepts everything. */
export function resolve(schema: JsonSchema, schemas: ApiDocument["components"]["schemas"]): JsonSchema {
  let current = schema;
  for (let steps = 0; steps < 100 && typeof current === "object" && typeof current.$ref === "string"; steps++) {
    const name = current.$ref.replace("#/components/schemas/", "").replaceAll("~1", "/").replaceAll("~0", "~");
    current = schemas[name] ?? true;
  }
  return current;
}
