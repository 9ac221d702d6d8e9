import { isMarked, type Mark, marks } from "../model/is-marked";
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
  const { properties = [], patternProperties = [], additionalProperties, unevaluatedProperties } = schema;
  const named = [...properties, ...patternProperties].map((one) => one.schema);
  return [...named, additionalProperties, unevaluatedProperties].some(
    (one) => one !== undefined && marks.some((mark) => isMarked(one, mark, schemas)),
  );
}

/** Names of marked properties that the schema and those that say something of the same value have. */
function markedNames(schema: Schema, mark: Mark, schemas: SchemasByName, seen = new Set<Schema>()): readonly string[] {
  const target = schema.kind === "ref" ? schemas.get(schema.to) : schema;
  if (target === undefined || target.kind === "boolean" || seen.has(target)) return [];
  seen.add(target);
  if (target.kind === "ref") return markedNames(target, mark, schemas, seen);
  const own = (target.properties ?? []).filter((one) => isMarked(one.schema, mark, schemas)).map(({ name }) => name);
  const { allOf = [], anyOf = [], oneOf = [], dependentSchemas = [] } = target;
  const conditional = [target.if, target.then, target.else].filter((one) => one !== undefined);
  const others = [...allOf, ...anyOf, ...oneOf, ...dependentSchemas.map((one) => one.schema), ...conditional];
  return [...own, ...others.flatMap((one) => markedNames(one, mark, schemas, seen))];
}

type Rewrite = (schema: Schema, direction: Direction) => Schema;

function rewriter(schemas: SchemasByName, nameFor: (name: SchemaName, direction: Direction) => SchemaName): Rewrite {
  const rewriteWithin = (schema: Schema, direction: Direction, outer: ReadonlySet<string>): Schema => {
    if (schema.kind === "boolean") return schema;
    if (schema.kind === "ref") return { ...schema, to: nameFor(schema.to, direction) };
    const mark = direction === "request" ? "readOnly" : "writeOnly";
    // A part may require what another part of the same object has marked.
    const removed = new Set([...outer, ...markedNames(schema, mark, schemas)]);
    const property = (one: Schema): Schema =>
      isMarked(one, mark, schemas) ? { kind: "boolean", accepts: false, span: one.span } : rewrite(one, direction);
    const inner = mapSchemas(schema, {
      ofSame: (one) => rewriteWithin(one, direction, removed),
      ofProperty: property,
      ofOther: (one) => rewrite(one, direction),
    });
    const required = schema.required?.filter((name) => !removed.has(name));
    const discriminator = schema.discriminator && directedMapping(schema, schema.discriminator, direction, nameFor);
    return {
      ...inner,
      ...(required !== undefined && { required }),
      ...(discriminator !== undefined && { discriminator }),
    };
  };
  const rewrite: Rewrite = (schema, direction) => rewriteWithin(schema, direction, new Set());
  return rewrite;
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

interface Changes {
  /** Of a schema that says something of the same value. */
  readonly ofSame: (schema: Schema) => Schema;
  readonly ofProperty: (schema: Schema) => Schema;
  readonly ofOther: (schema: Schema) => Schema;
}

/** Applies the changes to every schema that stands in a schema. */
function mapSchemas(schema: KeywordSchema, { ofSame, ofProperty, ofOther }: Changes): KeywordSchema {
  type Change = (schema: Schema) => Schema;
  const one = <Key extends keyof KeywordSchema>(key: Key, change: Change) => {
    const value = schema[key] as Schema | undefined;
    return value === undefined ? {} : { [key]: change(value) };
  };
  const list = <Key extends keyof KeywordSchema>(key: Key, change: Change) => {
    const value = schema[key] as readonly Schema[] | undefined;
    return value === undefined ? {} : { [key]: value.map(change) };
  };
  const map = <Key extends keyof KeywordSchema>(key: Key, change: Change) => {
    const value = schema[key] as readonly Property[] | undefined;
    return value === undefined ? {} : { [key]: value.map((item) => ({ ...item, schema: change(item.schema) })) };
  };
  return {
    ...schema,
    ...one("items", ofOther),
    ...list("prefixItems", ofOther),
    ...one("contains", ofOther),
    ...one("unevaluatedItems", ofOther),
    ...map("properties", ofProperty),
    ...map("patternProperties", ofProperty),
    ...one("additionalProperties", ofProperty),
    ...one("propertyNames", ofOther),
    ...map("dependentSchemas", ofSame),
    ...one("unevaluatedProperties", ofProperty),
    ...list("allOf", ofSame),
    ...list("anyOf", ofSame),
    ...list("oneOf", ofSame),
    ...one("not", ofSame),
    ...one("if", ofSame),
    ...one("then", ofSame),
    ...one("else", ofSame),
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
