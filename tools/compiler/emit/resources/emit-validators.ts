import type { Operation, Parameter } from "../../model/operation";
import type { Schema } from "../../model/schema";
import type { Resource } from "../../model/service";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { array, call, object } from "../layout";
import { bodyKind } from "../media-types";
import { referencesOf } from "../schemas/references";
import { schemaValue } from "../schemas/schema-value";
import { booleanLiteral, type Code, code, identifier, join, stringLiteral } from "../text";
import { places } from "./input-type";
import { resourcePath } from "./resource-path";

/** `validators.ts` of a resource: what each operation takes. */
export function emitValidators(resource: Resource, context: EmitContext): Source {
  const imports = new Imports();
  imports.value("request", "../../../generated/runtime/request.js");
  const readers = resource.operations.map((operation) => {
    const name = context.names.operation(operation.id);
    const input = imports.type(`${context.names.operationType(operation.id)}Input`, "./types.js");
    const print = (schema: Schema) => printSchema(schema, context, imports);
    const shape = object(shapeEntries(operation, print));
    const used = operationSchemas(operation);
    const referenced = referencesOf(
      used.map((one) => targetOf(one, context)),
      context.service,
    );
    const list = referenced.map((schema) => importSchema(schema, context, imports));
    const parameters = list.length === 0 ? [shape] : [shape, array(list)];
    return code`export const ${identifier(name)} = ${call(code`request<${input}>`, parameters, name.length + 16)};`;
  });
  const body = code`${imports.print()}${join(readers, "\n\n")}`;
  return { path: `${resourcePath(resource, context)}/generated/validators.ts`, body };
}

function shapeEntries(operation: Operation, print: (schema: Schema) => Code): Code[] {
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
  if (requestBody === undefined) return entries;
  const forms = requestBody.content.flatMap(({ type, schema }) => {
    const kind = bodyKind(type);
    if (kind === undefined) return [];
    const checked = schema === undefined || kind === "bytes" ? [] : [code`schema: ${print(schema)}`];
    return [object([code`type: ${stringLiteral(type)}`, ...checked], 10)];
  });
  entries.push(code`body: ${array(forms, 20)}`);
  if (!requestBody.required) entries.push(code`optionalBody: true`);
  return entries;
}

function parameter(one: Parameter, print: (schema: Schema) => Code): Code {
  const usual = one.in === "query" || one.in === "cookie" ? "form" : "simple";
  const entries = [code`name: ${stringLiteral(one.name)}`];
  if (one.required && one.in !== "path") entries.push(code`required: true`);
  if (one.mediaType !== undefined) entries.push(code`json: true`);
  if (one.style !== usual) entries.push(code`style: ${stringLiteral(one.style)}`);
  if (one.explode !== (one.style === "form")) entries.push(code`explode: ${booleanLiteral(one.explode)}`);
  entries.push(code`schema: ${print(one.schema)}`);
  return object(entries, 10);
}

/** A component schema by its name, another one on the spot. */
function printSchema(schema: Schema, context: EmitContext, imports: Imports): Code {
  if (schema.kind === "ref") return importSchema(schema.to, context, imports);
  const printed = schemaValue(schema, context.names);
  imports.value("t", "../../../generated/runtime/schema.js");
  return printed;
}

function importSchema(name: string, { names }: EmitContext, imports: Imports): Code {
  const typeName = names.schema(name);
  return imports.value(typeName, `../../../generated/schemas/${typeName}.js`);
}

export function operationSchemas(operation: Operation): Schema[] {
  const bodies = (operation.requestBody?.content ?? []).flatMap(({ type, schema }) => {
    const kind = bodyKind(type);
    return schema === undefined || kind === undefined || kind === "bytes" ? [] : [schema];
  });
  return [...operation.parameters.map(({ schema }) => schema), ...bodies];
}

/** A schema that stands there by its name needs no place among those that are referred to by `$ref`. */
function targetOf(schema: Schema, { service }: EmitContext): Schema {
  if (schema.kind !== "ref") return schema;
  return service.schemas.find(({ name }) => name === schema.to)?.schema ?? schema;
}
