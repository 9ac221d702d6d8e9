import { itemsOf, propertiesOf, resolved, type SchemasByName } from "../../model/properties-of";
import type { KeywordSchema, Schema } from "../../model/schema";
import type { ServiceTypes } from "../types/service-types";
import type { TypeTree } from "../types/type-tree";

/** A multipart form: which of its properties are files, and a schema in which a file may be anything. */
export interface MultipartForm {
  readonly schema: Schema;
  readonly files: readonly string[];
  /** Of files that have bounds. */
  readonly fileSizes: readonly FileSize[];
}

/** Bytes that a file has at least and at most: "For unencoded binary, the length is the number of octets" (OpenAPI 3.0.4 and 3.1.1, 4.4.2). */
export interface FileSize {
  readonly name: string;
  readonly least?: number;
  readonly most?: number;
}

export function multipartForm(schema: Schema, schemas: SchemasByName): MultipartForm {
  const properties = propertiesOf(schema, schemas);
  const files = filesOf(schema, schemas);
  if (files.length === 0) return { schema, files, fileSizes: [] };
  const root = resolved(schema, schemas);
  const anything: Schema = { kind: "boolean", accepts: true, span: schema.span };
  const form: KeywordSchema = {
    kind: "keywords",
    span: schema.span,
    types: ["object"],
    properties: properties.map((one) => {
      if (!files.includes(one.name)) return { name: one.name, schema: one.schema };
      const list = isFileList(one.schema, schemas) ? resolved(one.schema, schemas) : undefined;
      return { name: one.name, schema: list === undefined ? anything : { ...list, items: anything } };
    }),
    required: properties.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    ...(root?.additionalProperties !== undefined && { additionalProperties: root.additionalProperties }),
  };
  return { schema: form, files, fileSizes: sizesOf(schema, schemas) };
}

function filesOf(schema: Schema, schemas: SchemasByName): readonly string[] {
  const isAny = (one: Schema) => isFile(one, schemas) || isFileList(one, schemas);
  return propertiesOf(schema, schemas).flatMap((one) => (isAny(one.schema) ? one.name : []));
}

/** Of each property that is a file, what is said of one file. */
export function fileSchemas(schema: Schema, schemas: SchemasByName): readonly Schema[] {
  return namedFiles(schema, schemas).map(([, one]) => one);
}

function namedFiles(schema: Schema, schemas: SchemasByName): readonly (readonly [name: string, schema: Schema])[] {
  const files = filesOf(schema, schemas);
  return propertiesOf(schema, schemas)
    .filter(({ name }) => files.includes(name))
    .map((one) => [
      one.name,
      isFileList(one.schema, schemas) ? (itemsOf(one.schema, schemas) ?? one.schema) : one.schema,
    ]);
}

function sizesOf(schema: Schema, schemas: SchemasByName): readonly FileSize[] {
  return namedFiles(schema, schemas).flatMap(([name, one]): FileSize[] => {
    const { minLength: least, maxLength: most } = resolved(one, schemas) ?? {};
    if (least === undefined && most === undefined) return [];
    return [{ name, ...(least !== undefined && { least }), ...(most !== undefined && { most }) }];
  });
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

/** The type of a form: files are `File`s, whatever the schema says of their text. */
export function multipartType(schema: Schema, schemas: SchemasByName, types: ServiceTypes): TypeTree {
  const files = filesOf(schema, schemas);
  if (files.length === 0) return types.of(schema);
  const members = propertiesOf(schema, schemas).map(({ name, schema: one, isRequired }) => {
    const file: TypeTree = { kind: "keyword", name: "File" };
    const own: TypeTree = isFileList(one, schemas) ? { kind: "array", items: file } : file;
    const type = files.includes(name) ? own : types.of(one);
    return { name, isOptional: !isRequired, type, comment: "" };
  });
  return { kind: "object", members };
}
