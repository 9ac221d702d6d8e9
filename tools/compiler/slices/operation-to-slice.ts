import { byCodeUnit } from "../model/by-code-unit";
import type { JsonValue } from "../model/json-value";
import type { ColumnLink, Link } from "../model/link";
import type { MediaType, Operation, ResponseLink } from "../model/operation";
import { type SchemaPrinting, schemaToJson, withoutUndefined } from "../model/schema-to-json";
import type { SecurityScheme } from "../model/service";

const printing: SchemaPrinting = { withTexts: false };

/** Everything of an operation that its route, validators, handler or load test depends on; no texts, no places. */
export function operationToSlice(operation: Operation, link: Link | undefined): JsonValue {
  const { requestBody, responses, security } = operation;
  const parameters = operation.parameters.map((one): [string, JsonValue] => [
    `${one.in} ${one.name}`,
    withoutUndefined({
      required: one.required,
      style: one.style,
      explode: one.explode,
      allowReserved: one.allowReserved,
      mediaType: one.mediaType,
      schema: schemaToJson(one.schema, printing),
    }),
  ]);
  const answers = responses.map(({ status, headers, content, links }): [string, JsonValue] => {
    const headerEntries = headers.map(({ name, required, schema }): [string, JsonValue] => [
      name.toLowerCase(),
      { required, schema: schemaToJson(schema, printing) },
    ]);
    const described = { headers: Object.fromEntries(headerEntries), content: contentToSlice(content) };
    return [status, links === undefined ? described : { ...described, links: links.map(linkToJson) }];
  });
  return withoutUndefined({
    operationId: operation.id,
    parameters: Object.fromEntries(parameters),
    requestBody: requestBody && { required: requestBody.required, content: contentToSlice(requestBody.content) },
    responses: Object.fromEntries(answers),
    security: security.map((alternative) =>
      Object.fromEntries(alternative.map(({ scheme, scopes }) => [scheme, [...scopes].sort(byCodeUnit)])),
    ),
    slo: operation.slo && withoutUndefined({ ...operation.slo }),
    link: link && linkToSlice(link),
  });
}

export function securitySchemesToSlice(
  schemes: readonly SecurityScheme[],
  operations: readonly Operation[],
): JsonValue {
  const used = new Set(operations.flatMap((one) => one.security.flat().map(({ scheme }) => scheme)));
  const own = schemes.filter(({ name }) => used.has(name));
  return Object.fromEntries(
    own.map((scheme): [string, JsonValue] => {
      const { span: _span, name, ...rest } = scheme;
      return [name, rest];
    }),
  );
}

function contentToSlice(content: readonly MediaType[]): JsonValue {
  const entries = content.map(({ type, schema, encoding }): [string, JsonValue] => [
    type,
    withoutUndefined({
      schema: schema && schemaToJson(schema, printing),
      encoding: encoding && Object.fromEntries(encoding.map(({ name, style, explode }) => [name, { style, explode }])),
    }),
  ]);
  return Object.fromEntries(entries);
}

function linkToJson({ target, parameters }: ResponseLink): JsonValue {
  const values = parameters.map(({ name, expression }): [string, JsonValue] => [name, expression]);
  return { target: { ...target }, parameters: Object.fromEntries(values) };
}

function linkToSlice(link: Link): JsonValue {
  const pairs = (list: readonly ColumnLink[]) => Object.fromEntries(list.map((one) => [one.property, one.column]));
  return {
    table: `${link.schema}.${link.table}`,
    action: link.action,
    // Parents come before the row's own key, so their order counts.
    keys: link.keys.map((one) => `${one.property} = ${one.column}`),
    writes: pairs(link.writes),
    reads: pairs(link.reads),
    filters: pairs(link.filters),
    sorts: pairs(link.sorts),
    response: link.response.kind === "envelope" ? `in ${link.response.property}` : link.response.kind,
    gaps: link.gaps.map((one) => `${one.kind} ${one.name}`).sort(byCodeUnit),
  };
}
