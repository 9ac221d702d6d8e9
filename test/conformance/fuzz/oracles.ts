import { Ajv2020 } from "ajv/dist/2020";
import { Compile } from "typebox/schema";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { NamedSchema, Schema } from "../../../tools/compiler/model/schema";
import { schemaToJson } from "../../../tools/compiler/model/schema-to-json";
import { reachability } from "../../../tools/compiler/model/schemas-in";

export type Oracle = (value: JsonValue) => boolean;

/** Two validators of others for a schema of the model, as JSON Schema 2020-12 without discriminators. */
export function oraclesOf(schema: Schema, all: readonly NamedSchema[]): Readonly<Record<"Ajv" | "typebox", Oracle>> {
  const reached = reachability(all)([schema]);
  const definitions = reached.map(({ name, schema: one }) => [name, schemaToJson(one, { withTexts: false })]);
  const document = {
    ...asObject(schemaToJson(schema, { withTexts: false })),
    components: { schemas: Object.fromEntries(definitions) },
  };
  const byAjv = new Ajv2020({ strict: false, validateFormats: false }).compile(document);
  const byTypebox = Compile(document as never);
  return { Ajv: (value) => byAjv(value) === true, typebox: (value) => byTypebox.Check(value) };
}

function asObject(schema: JsonValue): object {
  if (typeof schema === "boolean") return schema ? {} : { not: {} };
  return schema as object;
}
