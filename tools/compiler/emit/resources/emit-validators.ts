import type { MediaType, Operation, Parameter, ResponseHeader } from "../../model/operation";
import type { Schema } from "../../model/schema";
import type { Resource } from "../../model/service";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { array, call, object } from "../layout";
import { bodyKind, replyKind } from "../media-types";
import { referencesOf } from "../schemas/references";
import { schemaValue } from "../schemas/schema-value";
import {
  booleanLiteral,
  type Code,
  code,
  identifier,
  join,
  nothing,
  numberLiteral,
  propertyKey,
  stringLiteral,
} from "../text";
import { places } from "./input-type";
import { multipartForm } from "./multipart";
import { resourcePath } from "./resource-path";

/** `validators.ts` of a resource: what each operation takes and answers. */
export function emitValidators(resource: Resource, context: EmitContext): Source {
  const imports = new Imports();
  imports.value("contract", "../../../generated/runtime/contract.js");
  const used = resource.operations.flatMap(operationSchemas).map((one) => targetOf(one, context));
  const referenced = referencesOf(used, context.service);
  const list = referenced.map((schema) => importSchema(schema, context, imports));
  const contracts = resource.operations.map((operation) => {
    const name = context.names.operation(operation.id);
    const input = imports.type(`${context.names.operationType(operation.id)}Input`, "./types.js");
    const print = (schema: Schema) => printSchema(schema, context, imports);
    const entries = shapeEntries(operation, context, print);
    const isReferring = referencesOf(
      operationSchemas(operation).map((one) => targetOf(one, context)),
      context.service,
    ).length;
    const taken = name.length + input.text.length + 30;
    const parameters = isReferring > 0 ? [object(entries, taken + 9), code`schemas`] : [object(entries, taken)];
    return code`export const ${identifier(name)} = ${call(code`contract<${input}>`, parameters, name.length + 16)};`;
  });
  const schemas = code`/** What the schemas below refer to, directly or not. */\nconst schemas = ${array(list)};\n\n`;
  const body = code`${imports.print()}${list.length === 0 ? nothing : schemas}${join(contracts, "\n\n")}`;
  return { path: `${resourcePath(resource, context)}/generated/validators.ts`, body };
}

type PrintSchema = (schema: Schema) => Code;

function shapeEntries(operation: Operation, context: EmitContext, print: PrintSchema): Code[] {
  const entries: Code[] = places.flatMap(({ part, from }) => {
    const own = operation.parameters.filter((parameter) => parameter.in === from);
    return own.length === 0
      ? []
      : [
          code`${identifier(part)}: ${array(
            own.map((one) => parameter(one, print)),
            20,
          )}`,
        ];
  });
  const { requestBody } = operation;
  if (requestBody !== undefined) {
    entries.push(
      code`body: ${array(
        requestBody.content.flatMap((one) => bodyForm(one, context, print)),
        20,
      )}`,
    );
    if (!requestBody.required) entries.push(code`optionalBody: true`);
  }
  const replies = replyShapes(operation, print);
  if (replies.length > 0) entries.push(code`replies: ${array(replies, 60)}`);
  return entries;
}

function bodyForm({ type, schema, encoding = [] }: MediaType, { schemas }: EmitContext, print: PrintSchema): Code[] {
  const kind = bodyKind(type);
  if (kind === undefined) return [];
  const typeEntry = code`type: ${stringLiteral(type)}`;
  if (schema === undefined || kind === "bytes") return [object([typeEntry], 10)];
  const form = kind === "multipart" ? multipartForm(schema, schemas) : { schema, files: [], fileSizes: [] };
  const files = form.files.length === 0 ? [] : [code`files: ${array(form.files.map(stringLiteral))}`];
  const sizes = form.fileSizes.map(({ name, least, most }) => {
    const bounds = [
      ...(least === undefined ? [] : [code`least: ${numberLiteral(least)}`]),
      ...(most === undefined ? [] : [code`most: ${numberLiteral(most)}`]),
    ];
    return code`${propertyKey(name)}: ${object(bounds)}`;
  });
  const fileSizes = sizes.length === 0 ? [] : [code`fileSizes: ${object(sizes)}`];
  const styles = encoding.map(
    ({ name, style, explode }) =>
      code`${propertyKey(name)}: ${object([code`style: ${stringLiteral(style)}`, code`explode: ${booleanLiteral(explode)}`])}`,
  );
  const encodings = styles.length === 0 ? [] : [code`encoding: ${object(styles)}`];
  return [object([typeEntry, code`schema: ${print(form.schema)}`, ...files, ...fileSizes, ...encodings], 10)];
}

/** One entry for all statuses that have the same content and headers. */
function replyShapes(operation: Operation, print: PrintSchema): Code[] {
  const groups = new Map<string, { readonly rest: readonly Code[]; readonly statuses: Code[] }>();
  for (const { status, content, headers } of operation.responses) {
    const rest = [
      ...(content.length === 0
        ? []
        : [
            code`content: ${array(
              content.map((one) => replyForm(one, print)),
              20,
            )}`,
          ]),
      ...(headers.length === 0
        ? []
        : [
            code`headers: ${array(
              headers.map((one) => replyHeader(one, print)),
              20,
            )}`,
          ]),
    ];
    const key = rest.map(({ text }) => text).join("\n");
    const group = groups.get(key) ?? { rest, statuses: [] };
    group.statuses.push(/^\d+$/.test(status) ? numberLiteral(Number(status)) : stringLiteral(status));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ rest, statuses }) => object([code`status: ${array(statuses)}`, ...rest], 10));
}

function replyForm({ type, schema }: MediaType, print: PrintSchema): Code {
  const isChecked = schema !== undefined && replyKind(type) === "json";
  return object([code`type: ${stringLiteral(type)}`, ...(isChecked ? [code`schema: ${print(schema)}`] : [])], 10);
}

function replyHeader({ name, required, explode, mediaType, schema }: ResponseHeader, print: PrintSchema): Code {
  const flags = [
    ...(required ? [code`required: true`] : []),
    ...(explode ? [code`explode: true`] : []),
    ...(isJsonType(mediaType) ? [code`json: true`] : []),
  ];
  return object([code`name: ${stringLiteral(name)}`, ...flags, code`schema: ${print(schema)}`], 10);
}

function isJsonType(mediaType: string | undefined): boolean {
  return mediaType !== undefined && bodyKind(mediaType) === "json";
}

function parameter(one: Parameter, print: (schema: Schema) => Code): Code {
  const usual = one.in === "query" || one.in === "cookie" ? "form" : "simple";
  const entries = [code`name: ${stringLiteral(one.name)}`];
  if (one.required && one.in !== "path") entries.push(code`required: true`);
  if (isJsonType(one.mediaType)) entries.push(code`json: true`);
  if (one.style !== usual) entries.push(code`style: ${stringLiteral(one.style)}`);
  if (one.explode !== (one.style === "form")) entries.push(code`explode: ${booleanLiteral(one.explode)}`);
  entries.push(code`schema: ${print(one.schema)}`);
  return object(entries, 10);
}

/** A component schema by its name, another one on the spot. */
function printSchema(schema: Schema, context: EmitContext, imports: Imports): Code {
  if (schema.kind === "ref") return importSchema(schema.to, context, imports);
  const printed = schemaValue(schema, context);
  imports.value("t", "../../../generated/runtime/schema.js");
  return printed;
}

function importSchema(name: string, { names }: EmitContext, imports: Imports): Code {
  const typeName = names.schema(name);
  return imports.value(typeName, `../../../generated/schemas/${typeName}.js`);
}

function operationSchemas(operation: Operation): Schema[] {
  const isRead = ({ type }: MediaType) => bodyKind(type) !== undefined && bodyKind(type) !== "bytes";
  const isWritten = ({ type }: MediaType) => replyKind(type) === "json";
  const content = [
    ...(operation.requestBody?.content ?? []).filter(isRead),
    ...operation.responses.flatMap((one) => one.content).filter(isWritten),
  ];
  return [
    ...operation.parameters.map(({ schema }) => schema),
    ...content.flatMap(({ schema }) => schema ?? []),
    ...operation.responses.flatMap(({ headers }) => headers.map(({ schema }) => schema)),
  ];
}

/** A schema that stands there by its name needs no place among those that are referred to by `$ref`. */
function targetOf(schema: Schema, { service }: EmitContext): Schema {
  if (schema.kind !== "ref") return schema;
  return service.schemas.find(({ name }) => name === schema.to)?.schema ?? schema;
}
