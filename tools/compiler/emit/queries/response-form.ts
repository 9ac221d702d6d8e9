import type { Operation } from "../../model/operation";
import type { KeywordSchema, Property, Schema } from "../../model/schema";
import type { Service } from "../../model/service";
import { bodyKind } from "../media-types";

/** How an operation's success reply carries a row or a list of rows. */
export interface ResponseForm {
  readonly status: number;
  /** `bare`: the body is the row or the list; `envelope`: it stands in `data`. */
  readonly kind: "bare" | "envelope" | "empty";
  /** Names in `meta` that must be filled. */
  readonly meta: readonly ("requestId" | "nextCursor")[];
  /** The row's schema. */
  readonly item?: Schema;
  readonly hasLocation: boolean;
}

/** `undefined`: the reply has a form that no query can fill. */
export function responseForm(operation: Operation, isList: boolean, service: Service): ResponseForm | undefined {
  const response = operation.responses.find(({ status }) => /^2\d\d$/.test(status));
  if (response === undefined) return undefined;
  const status = Number(response.status);
  const hasLocation = response.headers.some(({ name }) => name.toLowerCase() === "location");
  if (response.content.length === 0) return { status, kind: "empty", meta: [], hasLocation };
  const schema = response.content.find(({ type }) => bodyKind(type) === "json")?.schema;
  const body = schema && resolve(schema, service);
  if (body === undefined || schema === undefined) return undefined;
  const data = body.properties?.find(({ name }) => name === "data");
  const isEnvelope = data !== undefined && (body.required ?? []).every((name) => name === "data" || name === "meta");
  const content = isEnvelope ? data.schema : schema;
  const item = isList ? resolve(content, service)?.items : content;
  if (item === undefined || propertiesOf(item, service) === undefined) return undefined;
  if (!isEnvelope) return { status, kind: "bare", meta: [], item, hasLocation };
  const metaSchema = body.properties?.find(({ name }) => name === "meta")?.schema;
  const meta = metaSchema === undefined ? [] : (resolve(metaSchema, service)?.properties ?? []).map(({ name }) => name);
  const required = metaSchema === undefined ? [] : (resolve(metaSchema, service)?.required ?? []);
  const known = (["requestId", "nextCursor"] as const).filter((name) => meta.includes(name));
  if (required.some((name) => !known.some((one) => one === name))) return undefined;
  return { status, kind: "envelope", meta: known, item, hasLocation };
}

export function resolve(schema: Schema, service: Service): KeywordSchema | undefined {
  let current = schema;
  for (let hops = 0; current.kind === "ref" && hops < 32; hops++) {
    const { to } = current;
    const target = service.schemas.find(({ name }) => name === to)?.schema;
    if (target === undefined) return undefined;
    current = target;
  }
  return current.kind === "keywords" ? current : undefined;
}

/** Properties of an object schema, and of the parts of an `allOf`; `undefined`: it is no object with known properties. */
export function propertiesOf(
  schema: Schema,
  service: Service,
): readonly (Property & { readonly isRequired: boolean })[] | undefined {
  const target = resolve(schema, service);
  if (target === undefined) return undefined;
  const parts = (target.allOf ?? []).map((part) => propertiesOf(part, service));
  if (parts.some((part) => part === undefined)) return undefined;
  const required = new Set(target.required);
  const own = (target.properties ?? []).map((property) => ({ ...property, isRequired: required.has(property.name) }));
  const all = [...parts.flatMap((part) => part ?? []), ...own];
  return all.length === 0 ? undefined : all;
}
