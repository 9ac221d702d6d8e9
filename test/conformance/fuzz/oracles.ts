import { Ajv2020 } from "ajv/dist/2020";
import addFormats, { type FormatName } from "ajv-formats";
import { Set as setFormat } from "typebox/format";
import { Compile } from "typebox/schema";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { NamedSchema, Schema } from "../../../tools/compiler/model/schema";
import { schemaToJson } from "../../../tools/compiler/model/schema-to-json";
import { reachability } from "../../../tools/compiler/model/schemas-in";
import { plainSchema } from "./plain-schema";

export type Oracle = (value: JsonValue) => boolean;
export const oracleNames = ["Ajv", "typebox"] as const;
export type OracleName = (typeof oracleNames)[number];

/** Those of JSON Schema 2020-12 (validation, 7.3) that both know, and `url`; what OpenAPI adds is no format of a text. */
const formats: FormatName[] = [
  ...(["date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference"] as const),
  ...(["uri-template", "url", "uuid", "json-pointer", "relative-json-pointer", "regex"] as const),
  // Of OpenAPI 3.0: base64.
  "byte",
];
// Ajv has it; typebox leaves it to whoever knows it.
setFormat("byte", (text) => /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(text) && !text.includes("_"));

/** Makes validators of others for schemas of one service; what a schema reaches is compiled once. */
export function oraclesFor(all: readonly NamedSchema[]): (schema: Schema) => Readonly<Record<OracleName, Oracle>> {
  const reachedFrom = reachability(all);
  const plain = new Map(all.map(({ name, schema }) => [name, plainSchema(schemaToJson(schema, { withTexts: false }))]));
  const ajv = new Ajv2020({ strict: false, logger: false });
  addFormats.default(ajv, { formats });
  // Many parameters of a description are the same.
  const known = new Map<string, Readonly<Record<OracleName, Oracle>>>();
  return (schema) => {
    const own = asObject(plainSchema(schemaToJson(schema, { withTexts: false })));
    const key = JSON.stringify(own);
    const oracles = known.get(key) ?? oraclesOf(own, schema);
    known.set(key, oracles);
    return oracles;
  };

  function oraclesOf(own: object, schema: Schema): Readonly<Record<OracleName, Oracle>> {
    const definitions = reachedFrom([schema]).map(({ name }) => [name, plain.get(name)]);
    const document = { ...own, components: { schemas: Object.fromEntries(definitions) } };
    const byAjv = ajv.compile(document);
    const byTypebox = Compile(document as never);
    return { Ajv: (value) => byAjv(value) === true, typebox: (value) => byTypebox.Check(value) };
  }
}

function asObject(schema: JsonValue): object {
  if (typeof schema === "boolean") return schema ? {} : { not: {} };
  return schema as object;
}
