import type { Operation, Parameter } from "../../model/operation";
import type { Schema } from "../../model/schema";
import type { Service } from "../../model/service";
import { bodyKind } from "../media-types";
import { type Code, code, docComment, join, nothing, propertyKey } from "../text";
import { printType, type TypeContext } from "../types/print-type";
import type { ServiceTypes } from "../types/read-types";
import { memberOf, type TypeTree } from "../types/type-tree";
import { multipartType } from "./multipart";

export const places = [
  { part: "path", from: "path" },
  { part: "query", from: "query" },
  { part: "headers", from: "header" },
  { part: "cookies", from: "cookie" },
] as const;

/** Members of an operation's input: its parameters by place, and its body, as they are after validation. */
export function inputMembers(
  operation: Operation,
  tree: TypeTree | undefined,
  service: Service,
  context: TypeContext,
  serviceTypes: ServiceTypes,
): readonly Code[] {
  const parameters = memberOf(tree, "parameters")?.type;
  const members = places.flatMap(({ part, from }) => {
    const own = operation.parameters.filter((parameter) => parameter.in === from);
    if (own.length === 0) return [];
    const types = memberOf(parameters, from)?.type;
    const lines = own.map((parameter) => parameterMember(parameter, types, service, context));
    return [code`readonly ${propertyKey(part)}: {\n  ${join(lines, "\n")}\n};`];
  });
  const body = bodyMember(operation, tree, service, context, serviceTypes);
  return body === undefined ? members : [...members, body];
}

function parameterMember(
  parameter: Parameter,
  types: TypeTree | undefined,
  service: Service,
  context: TypeContext,
): Code {
  const type = memberOf(types, parameter.name)?.type;
  const printed = type === undefined ? code`unknown` : printType(type, context);
  const isThere = parameter.required || hasDefault(parameter.schema, service);
  const comment = parameter.description ? code`${docComment(parameter.description)}\n` : nothing;
  return code`${comment}readonly ${propertyKey(parameter.name)}${isThere ? nothing : code`?`}: ${printed};`;
}

export function hasDefault(schema: Schema, service: Service): boolean {
  if (schema.kind === "keywords") return schema.default !== undefined;
  if (schema.kind === "boolean") return false;
  const target = service.schemas.find(({ name }) => name === schema.to)?.schema;
  return target !== undefined && target.kind === "keywords" && target.default !== undefined;
}

function bodyMember(
  operation: Operation,
  tree: TypeTree | undefined,
  service: Service,
  context: TypeContext,
  serviceTypes: ServiceTypes,
): Code | undefined {
  const { requestBody } = operation;
  if (requestBody === undefined) return undefined;
  const content = memberOf(memberOf(tree, "requestBody")?.type, "content")?.type;
  const types = new Map<string, Code>();
  for (const { type, schema } of requestBody.content) {
    const kind = bodyKind(type);
    if (kind === undefined) continue;
    const tree = kind === "bytes" ? undefined : memberOf(content, type)?.type;
    const form = kind === "multipart" && schema && multipartType(schema, tree, service, serviceTypes, context);
    const printed =
      form || (tree !== undefined ? printType(tree, context) : kind === "bytes" ? code`Uint8Array` : code`unknown`);
    types.set(printed.text, printed);
  }
  const type = types.size === 0 ? code`never` : join([...types.values()], " | ");
  return code`readonly body${requestBody.required ? nothing : code`?`}: ${type};`;
}

/** `GET /pets/{petId}` */
export function operationKey({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path.text}`;
}
