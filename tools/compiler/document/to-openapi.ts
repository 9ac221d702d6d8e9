import type { JsonValue } from "../model/json-value";
import type { MediaType, Operation, Parameter, SecurityRequirement } from "../model/operation";
import { type SchemaPrinting, schemaToJson, withoutUndefined } from "../model/schema-to-json";
import type { SecurityScheme, Service } from "../model/service";

const printing: SchemaPrinting = { withTexts: true };

/** The service as one OpenAPI 3.1 document: every path, and components with the names of the model. */
export function toOpenapi(service: Service): JsonValue {
  const operations = service.resources.flatMap((one) => one.operations);
  const items = new Map<string, [string, JsonValue][]>();
  for (const one of operations) {
    items.set(one.path.text, [...(items.get(one.path.text) ?? []), [one.method, operationToJson(one)]]);
  }
  return {
    openapi: "3.1.0",
    info: withoutUndefined({ title: service.title, version: service.version, description: service.description }),
    servers: [{ url: service.basePath === "" ? "/" : service.basePath }],
    paths: Object.fromEntries([...items].map(([path, item]) => [path, Object.fromEntries(item)])),
    components: {
      schemas: Object.fromEntries(service.schemas.map(({ name, schema }) => [name, schemaToJson(schema, printing)])),
      securitySchemes: Object.fromEntries(service.securitySchemes.map((one) => [one.name, schemeToJson(one)])),
    },
  };
}

function operationToJson(operation: Operation): JsonValue {
  const { requestBody } = operation;
  const responses = operation.responses.map((one) => {
    const headers = one.headers.map(({ name, required, schema, description }) => [
      name,
      withoutUndefined({ description, required, schema: schemaToJson(schema, printing) }),
    ]);
    const { description, content } = one;
    const json = { description, headers: Object.fromEntries(headers), content: contentToJson(content) };
    return [one.status, json];
  });
  return withoutUndefined({
    tags: [operation.resource],
    operationId: operation.id,
    summary: operation.summary,
    description: operation.description,
    deprecated: operation.deprecated ? true : undefined,
    parameters: operation.parameters.map(parameterToJson),
    requestBody:
      requestBody &&
      withoutUndefined({
        description: requestBody.description,
        required: requestBody.required,
        content: contentToJson(requestBody.content),
      }),
    responses: Object.fromEntries(responses),
    security: operation.security.map(requirementToJson),
  });
}

function parameterToJson(parameter: Parameter): JsonValue {
  const schema = schemaToJson(parameter.schema, printing);
  const { name, required, style, explode, description, mediaType } = parameter;
  return withoutUndefined({
    name,
    in: parameter.in,
    description,
    required,
    deprecated: parameter.deprecated ? true : undefined,
    ...(mediaType === undefined ? { style, explode, schema } : { content: { [mediaType]: { schema } } }),
  });
}

function contentToJson(content: readonly MediaType[]): JsonValue {
  return Object.fromEntries(
    content.map(({ type, schema, encoding }) => [
      type,
      withoutUndefined({
        schema: schema && schemaToJson(schema, printing),
        encoding:
          encoding && Object.fromEntries(encoding.map(({ name, style, explode }) => [name, { style, explode }])),
      }),
    ]),
  );
}

function requirementToJson(requirement: SecurityRequirement): JsonValue {
  return Object.fromEntries(requirement.map(({ scheme, scopes }) => [scheme, scopes]));
}

function schemeToJson(scheme: SecurityScheme): JsonValue {
  switch (scheme.kind) {
    case "bearer":
      return withoutUndefined({ type: "http", scheme: "bearer", bearerFormat: scheme.bearerFormat });
    case "basic":
      return { type: "http", scheme: "basic" };
    case "apiKey":
      return { type: "apiKey", in: scheme.in, name: scheme.key };
    case "oauth2":
      return { type: "oauth2", flows: {} };
    case "openIdConnect":
      return { type: "openIdConnect", openIdConnectUrl: scheme.url };
    case "other":
      return scheme.scheme === "mutualTLS" ? { type: "mutualTLS" } : { type: "http", scheme: scheme.scheme };
    default:
      return scheme satisfies never;
  }
}
