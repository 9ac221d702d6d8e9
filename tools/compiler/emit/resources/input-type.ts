import type { Operation, Parameter } from "../../model/operation";
import type { SchemasByName } from "../../model/properties-of";
import type { Schema } from "../../model/schema";
import type { EmitContext } from "../emit-input";
import { bodyKind } from "../media-types";
import { type Code, code, docComment, join, nothing, propertyKey } from "../text";
import { printType, type TypeContext } from "../types/print-type";
import { type TypeTree, unionOf, unknownType } from "../types/type-tree";
import { multipartType } from "./multipart";

export const places = [
  { part: "path", from: "path" },
  { part: "query", from: "query" },
  { part: "headers", from: "header" },
  { part: "cookies", from: "cookie" },
] as const;

/** Members of an operation's input: its parameters by place, and its body, as they are after validation. */
export function inputMembers(operation: Operation, context: EmitContext, printing: TypeContext): readonly Code[] {
  const members = parameterMembers(operation.parameters, context, printing);
  const body = bodyMember(operation, context, printing);
  return body === undefined ? members : [...members, body];
}

/** A member for each place that has parameters. */
export function parameterMembers(
  parameters: readonly Parameter[],
  context: EmitContext,
  printing: TypeContext,
): readonly Code[] {
  return places.flatMap(({ part, from }) => {
    const own = parameters.filter((parameter) => parameter.in === from);
    if (own.length === 0) return [];
    const lines = own.map((parameter) => parameterMember(parameter, context, printing));
    return [code`readonly ${propertyKey(part)}: {\n  ${join(lines, "\n")}\n};`];
  });
}

function parameterMember(parameter: Parameter, { types, schemas }: EmitContext, printing: TypeContext): Code {
  const printed = printType(types.of(parameter.schema), printing);
  const isThere = parameter.required || hasDefault(parameter.schema, schemas);
  const comment = parameter.description ? code`${docComment(parameter.description)}\n` : nothing;
  return code`${comment}readonly ${propertyKey(parameter.name)}${isThere ? nothing : code`?`}: ${printed};`;
}

function hasDefault(schema: Schema, schemas: SchemasByName): boolean {
  const target = schema.kind === "ref" ? schemas.get(schema.to) : schema;
  return target?.kind === "keywords" && target.default !== undefined;
}

function bodyMember(
  { requestBody }: Operation,
  { types, schemas }: EmitContext,
  printing: TypeContext,
): Code | undefined {
  if (requestBody === undefined) return undefined;
  const kinds = new Set(requestBody.content.map(({ type }) => bodyKind(type)));
  const trees = requestBody.content.flatMap(({ type, schema }): TypeTree[] => {
    const kind = bodyKind(type);
    if (kind === undefined || kind === "bytes") return [];
    if (schema === undefined) return [unknownType];
    return [kind === "multipart" ? multipartType(schema, schemas, types) : types.of(schema)];
  });
  const printed = trees.length === 0 ? [] : [printType(unionOf(trees), printing)];
  const all = kinds.has("bytes") ? [...printed, code`Uint8Array`] : printed;
  const type = all.length === 0 ? code`never` : join(all, " | ");
  return code`readonly body${requestBody.required ? nothing : code`?`}: ${type};`;
}

/** `GET /pets/{petId}` */
export function operationKey({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path.text}`;
}
