import { byName, itemsOf, propertiesOf, resolved, type SchemasByName } from "../../model/properties-of";
import type { KeywordSchema, Schema } from "../../model/schema";
import type { Service } from "../../model/service";
import { type Code, code, join, nothing, propertyKey } from "../text";
import { printType, type TypeContext } from "../types/print-type";
import type { ServiceTypes } from "../types/read-types";
import { memberOf, type TypeTree } from "../types/type-tree";

/** A multipart form: which of its properties are files, and a schema in which a file may be anything. */
export interface MultipartForm {
  readonly schema: Schema;
  readonly files: readonly string[];
}

export function multipartForm(schema: Schema, service: Service): MultipartForm {
  const schemas = byName(service.schemas);
  const properties = propertiesOf(schema, schemas);
  const files = properties.filter((one) => isFile(one.schema, schemas) || isFileList(one.schema, schemas));
  if (files.length === 0) return { schema, files: [] };
  const names = new Set(files.map(({ name }) => name));
  const root = resolved(schema, schemas);
  const anything: Schema = { kind: "boolean", accepts: true, span: schema.span };
  const form: KeywordSchema = {
    kind: "keywords",
    span: schema.span,
    types: ["object"],
    properties: properties.map((one) => {
      if (!names.has(one.name)) return { name: one.name, schema: one.schema };
      const list = isFileList(one.schema, schemas) ? resolved(one.schema, schemas) : undefined;
      return { name: one.name, schema: list === undefined ? anything : { ...list, items: anything } };
    }),
    required: properties.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    ...(root?.additionalProperties !== undefined && { additionalProperties: root.additionalProperties }),
  };
  return { schema: form, files: [...names] };
}

/** 3.0: `format: binary`. 3.1 says by `contentMediaType` what a part is (OpenAPI 3.1, Considerations for File Uploads). */
function isFile(schema: Schema, schemas: SchemasByName): boolean {
  const target = resolved(schema, schemas);
  if (target === undefined) return false;
  const isEmpty = target.types === undefined && target.contentMediaType !== undefined;
  const isText = target.types?.includes("string") === true;
  const isBinary = target.format === "binary" || target.contentMediaType !== undefined;
  return isEmpty || (isText && isBinary && target.contentEncoding === undefined);
}

function isFileList(schema: Schema, schemas: SchemasByName): boolean {
  const items = itemsOf(schema, schemas);
  return items !== undefined && isFile(items, schemas);
}

/** The type of a form that has files: those are `File`s, whatever openapi-typescript says of their text. */
export function multipartType(
  schema: Schema,
  tree: TypeTree | undefined,
  service: Service,
  types: ServiceTypes,
  context: TypeContext,
): Code | undefined {
  const { files } = multipartForm(schema, service);
  if (files.length === 0) return undefined;
  const schemas = byName(service.schemas);
  const members = propertiesOf(schema, schemas).map(({ name, schema: one, isRequired }) => {
    const own = findMember(tree, name, types);
    const list = isFileList(one, schemas) ? code`readonly File[]` : code`File`;
    const type = files.includes(name) ? list : own === undefined ? code`unknown` : printType(own, context);
    return code`readonly ${propertyKey(name)}${isRequired ? nothing : code`?`}: ${type};`;
  });
  return code`{\n  ${join(members, "\n")}\n}`;
}

function findMember(tree: TypeTree | undefined, name: string, types: ServiceTypes): TypeTree | undefined {
  if (tree === undefined) return undefined;
  if (tree.kind === "schema" && tree.path.length === 0) return findMember(types.schema(tree.name)?.type, name, types);
  if (tree.kind !== "intersection") return memberOf(tree, name)?.type;
  return tree.members.map((one) => findMember(one, name, types)).find((one) => one !== undefined);
}
