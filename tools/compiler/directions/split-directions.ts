import type { MediaType, Operation, OutgoingRequest } from "../model/operation";
import { byName, type SchemasByName } from "../model/properties-of";
import type { Discriminator, KeywordSchema, NamedSchema, Property, Schema, SchemaName } from "../model/schema";
import { schemasIn } from "../model/schemas-in";
import type { Service } from "../model/service";

type Direction = "request" | "response";

/**
 * `readOnly` and `writeOnly` as plain JSON Schema: "relevant only for Schema Object properties definitions", a `readOnly` one "SHOULD
 * NOT be sent as part of the request", a `writeOnly` one not as part of the response, and a `required` list takes effect in the
 * other direction only (OpenAPI 3.0.3, Schema Object). A component schema that says something different in each direction is
 * there twice; requests refer to `<Name>Request`.
 */
export function splitDirections(service: Service): Service {
  const schemas = byName(service.schemas);
  const directed = directedNames(service.schemas, schemas);
  const isMentioned = [...operationsOf(service), ...outgoingOf(service)].some((one) => mentionsDirection(one, schemas));
  if (directed.size === 0 && !isMentioned) return service;

  const names = new Map<string, SchemaName>();
  const queue: { readonly from: SchemaName; readonly direction: Direction }[] = [];
  const taken = new Set(service.schemas.map(({ name }) => name));
  const nameFor = (from: SchemaName, direction: Direction): SchemaName => {
    if (!directed.has(from)) return from;
    const key = `${direction} ${from}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const name = direction === "response" ? from : freeName(`${from}Request`, taken);
    taken.add(name);
    names.set(key, name);
    queue.push({ from, direction });
    return name;
  };

  const rewrite = rewriter(schemas, nameFor);
  const resources = service.resources.map((resource) => ({
    ...resource,
    operations: resource.operations.map((operation) => rewriteOperation(operation, rewrite)),
  }));
  const webhooks = service.webhooks?.map((one) => rewriteOutgoing(one, rewrite));
  const variants: NamedSchema[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const schema = schemas.get(next.from);
    if (schema === undefined) continue;
    variants.push({ name: nameFor(next.from, next.direction), schema: rewrite(schema, next.direction) });
  }
  const others = service.schemas.filter(({ name }) => !directed.has(name));
  const sorted = [...others, ...variants].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { ...service, resources, ...(webhooks !== undefined && { webhooks }), schemas: sorted };
}

function outgoingOf(service: Service): readonly OutgoingRequest[] {
  return [...(service.webhooks ?? []), ...operationsOf(service).flatMap(({ callbacks }) => callbacks ?? [])];
}

function freeName(wish: string, taken: ReadonlySet<string>): string {
  let name = wish;
  for (let count = 2; taken.has(name); count++) name = `${wish}${count}`;
  return name;
}

function operationsOf(service: Service): readonly Operation[] {
  return service.resources.flatMap(({ operations }) => operations);
}

/** Names of the component schemas that a marked property is in, directly or through others. */
function directedNames(all: readonly NamedSchema[], schemas: SchemasByName): ReadonlySet<SchemaName> {
  const referrers = new Map<SchemaName, SchemaName[]>();
  const found = new Set<SchemaName>();
  for (const { name, schema } of all) {
    for (const one of schemasIn(schema)) {
      if (one.kind === "ref") referrers.set(one.to, [...(referrers.get(one.to) ?? []), name]);
      if (hasMarkedProperty(one, schemas)) found.add(name);
    }
  }
  // A set goes on with what is added to it on the way.
  for (const name of found) for (const referrer of referrers.get(name) ?? []) found.add(referrer);
  return found;
}

function mentionsDirection(one: Operation | OutgoingRequest, schemas: SchemasByName): boolean {
  const responses = "responses" in one ? one.responses : [];
  const contents = [one.requestBody?.content ?? [], ...responses.map(({ content }) => content)].flat();
  return contents.some(
    ({ schema }) => schema !== undefined && schemasIn(schema).some((one) => hasMarkedProperty(one, schemas)),
  );
}

function hasMarkedProperty(schema: Schema, schemas: SchemasByName): boolean {
  if (schema.kind !== "keywords") return false;
  return (schema.properties ?? []).some(({ schema: one }) =>
    (["readOnly", "writeOnly"] as const).some((mark) => isMarked(one, mark, schemas)),
  );
}

function isMarked(schema: Schema, mark: "readOnly" | "writeOnly", schemas: SchemasByName, hops = 0): boolean {
  if (schema.kind === "boolean" || hops > 32) return false;
  if (schema.kind === "keywords") return schema[mark] === true;
  const target = schemas.get(schema.to);
  return target !== undefined && isMarked(target, mark, schemas, hops + 1);
}

type Rewrite = (schema: Schema, direction: Direction) => Schema;

function rewriter(schemas: SchemasByName, nameFor: (name: SchemaName, direction: Direction) => SchemaName): Rewrite {
  return function rewrite(schema, direction): Schema {
    if (schema.kind === "boolean") return schema;
    if (schema.kind === "ref") return { ...schema, to: nameFor(schema.to, direction) };
    const mark = direction === "request" ? "readOnly" : "writeOnly";
    const removed = new Set<string>();
    const property = ({ name, schema: one }: Property): Property => {
      if (!isMarked(one, mark, schemas)) return { name, schema: rewrite(one, direction) };
      removed.add(name);
      return { name, schema: { kind: "boolean", accepts: false, span: one.span } };
    };
    const properties = schema.properties?.map(property);
    const inner = mapSchemas(schema, (one) => rewrite(one, direction));
    const required = schema.required?.filter((name) => !removed.has(name));
    const discriminator = schema.discriminator && directedMapping(schema, schema.discriminator, direction, nameFor);
    return {
      ...inner,
      ...(properties !== undefined && { properties }),
      ...(required !== undefined && { required }),
      ...(discriminator !== undefined && { discriminator }),
    };
  };
}

/** Values that are taken from the names of schemas keep those names. */
function directedMapping(
  { oneOf, anyOf }: KeywordSchema,
  { propertyName, mapping }: Discriminator,
  direction: Direction,
  nameFor: (name: SchemaName, direction: Direction) => SchemaName,
): Discriminator {
  const branches = (oneOf ?? anyOf ?? []).flatMap((one) => (one.kind === "ref" ? one.to : []));
  const implicit = branches
    .filter((name) => !mapping.some(({ to }) => to === name) && nameFor(name, direction) !== name)
    .map((name) => ({ value: name, to: name }));
  const all = [...mapping, ...implicit].map(({ value, to }) => ({ value, to: nameFor(to, direction) }));
  return { propertyName, mapping: all };
}

/** Applies a change to every schema in a schema but to its properties, which are a matter of their own. */
function mapSchemas(schema: KeywordSchema, change: (schema: Schema) => Schema): KeywordSchema {
  const one = <Key extends keyof KeywordSchema>(key: Key) => {
    const value = schema[key] as Schema | undefined;
    return value === undefined ? {} : { [key]: change(value) };
  };
  const list = <Key extends keyof KeywordSchema>(key: Key) => {
    const value = schema[key] as readonly Schema[] | undefined;
    return value === undefined ? {} : { [key]: value.map(change) };
  };
  const map = <Key extends keyof KeywordSchema>(key: Key) => {
    const value = schema[key] as readonly Property[] | undefined;
    return value === undefined ? {} : { [key]: value.map((item) => ({ ...item, schema: change(item.schema) })) };
  };
  return {
    ...schema,
    ...one("items"),
    ...list("prefixItems"),
    ...one("contains"),
    ...one("unevaluatedItems"),
    ...map("patternProperties"),
    ...one("additionalProperties"),
    ...one("propertyNames"),
    ...map("dependentSchemas"),
    ...one("unevaluatedProperties"),
    ...list("allOf"),
    ...list("anyOf"),
    ...list("oneOf"),
    ...one("not"),
    ...one("if"),
    ...one("then"),
    ...one("else"),
  };
}

/** What the service sends by itself holds what its replies hold. */
function rewriteOutgoing(request: OutgoingRequest, rewrite: Rewrite): OutgoingRequest {
  const { requestBody, parameters } = request;
  return {
    ...request,
    parameters: parameters.map((one) => ({ ...one, schema: rewrite(one.schema, "response") })),
    ...(requestBody && {
      requestBody: { ...requestBody, content: rewriteContent(requestBody.content, "response", rewrite) },
    }),
  };
}

function rewriteContent(all: readonly MediaType[], direction: Direction, rewrite: Rewrite): readonly MediaType[] {
  return all.map((media) => ({ ...media, ...(media.schema && { schema: rewrite(media.schema, direction) }) }));
}

function rewriteOperation(operation: Operation, rewrite: Rewrite): Operation {
  const content = (all: readonly MediaType[], direction: Direction) => rewriteContent(all, direction, rewrite);
  const { requestBody, callbacks } = operation;
  return {
    ...operation,
    ...(callbacks && { callbacks: callbacks.map((one) => rewriteOutgoing(one, rewrite)) }),
    parameters: operation.parameters.map((one) => ({ ...one, schema: rewrite(one.schema, "request") })),
    ...(requestBody && { requestBody: { ...requestBody, content: content(requestBody.content, "request") } }),
    responses: operation.responses.map((response) => ({
      ...response,
      headers: response.headers.map((one) => ({ ...one, schema: rewrite(one.schema, "response") })),
      content: content(response.content, "response"),
    })),
  };
}
