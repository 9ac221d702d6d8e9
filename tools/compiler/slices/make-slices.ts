import { byCodeUnit } from "../model/by-code-unit";
import type { Database } from "../model/database";
import type { JsonValue } from "../model/json-value";
import type { Link } from "../model/link";
import type { Operation } from "../model/operation";
import { schemaToJson } from "../model/schema-to-json";
import { reachability, schemasOf } from "../model/schemas-in";
import type { Service } from "../model/service";
import type { Slice } from "../model/slice";
import { operationToSlice, securitySchemesToSlice } from "./operation-to-slice";
import { tablesToSlice } from "./tables-to-slice";

/**
 * What each resource depends on: its operations, the schemas that they reach, the security schemes
 * that they ask for, and of each table what docs/decisions/0202 says. Nothing of another resource is in it.
 */
export function makeSlices(service: Service, database: Database | undefined, links: readonly Link[]): readonly Slice[] {
  const reached = reachability(service.schemas);
  const printing = { withTexts: false, discriminator: "kept" } as const;
  const printed = new Map(service.schemas.map(({ name, schema }) => [name, schemaToJson(schema, printing)]));
  const schemasFor = (operations: readonly Operation[]) =>
    reached(operations.flatMap(schemasOf)).map(({ name }): [string, JsonValue] => [name, printed.get(name) ?? true]);
  return service.resources
    .map(({ name: resource, operations }) => ({
      resource,
      content: sliceOf(service, database, links, resource, operations, Object.fromEntries(schemasFor(operations))),
    }))
    .sort((a, b) => byCodeUnit(a.resource, b.resource));
}

function sliceOf(
  service: Service,
  database: Database | undefined,
  links: readonly Link[],
  resource: string,
  operations: readonly Operation[],
  schemas: JsonValue,
): JsonValue {
  const own = links.filter((link) => operations.some((one) => one.id === link.operationId));
  const byId = new Map(own.map((link) => [link.operationId, link]));
  return {
    sliceVersion: 1,
    resource,
    basePath: service.basePath,
    operations: Object.fromEntries(
      operations.map((one) => [
        `${one.method.toUpperCase()} ${one.path.text}`,
        operationToSlice(one, byId.get(one.id)),
      ]),
    ),
    schemas,
    securitySchemes: securitySchemesToSlice(service.securitySchemes, operations),
    tables: database === undefined ? {} : tablesToSlice(database, own),
  };
}
