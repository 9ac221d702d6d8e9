import type { Diagnostic } from "../diagnostics/diagnostic";
import { byCodeUnit } from "../model/by-code-unit";
import type { Operation } from "../model/operation";
import type { Resource, SecurityScheme, Service } from "../model/service";
import { checkReferenceDepth } from "./check-reference-depth";
import { checkMembers, member, required, text } from "./expect";
import { Located } from "./located";
import { readBasePath } from "./read-base-path";
import { readNamedSchemas } from "./read-named-schemas";
import { readOperations } from "./read-operations";
import { readWebhooks } from "./read-outgoing";
import { readSecurity, readSecuritySchemes } from "./read-security";
import { readSlo } from "./read-slo";
import { readVersion } from "./read-version";
import { Reading } from "./reading";
import { suggestionFor } from "./suggestion-for";

export interface OpenapiResult {
  /** Missing when the file is no OpenAPI description at all. */
  readonly service?: Service;
  readonly diagnostics: readonly Diagnostic[];
  /** Documents on other hosts that are referred to and of which there is no copy beside the description. */
  readonly missingRemote: readonly string[];
  /** Those of which the copies were read. */
  readonly usedRemote: readonly string[];
}

const rootMembers = [
  ...["openapi", "info", "servers", "paths", "webhooks", "components", "security", "tags", "externalDocs"],
  ...["jsonSchemaDialect", "$schema"],
];

/** Reads an OpenAPI 3.0 or 3.1 description with all files that it refers to. */
export function readOpenapi(path: string, readText: (path: string) => string | undefined): OpenapiResult {
  const reading = new Reading(path, readText);
  const source = reading.file(path);
  if (source === "missing") reading.report("openapi/missing-file", { file: path, line: 1, column: 1 }, { path });
  if (source === undefined || source === "missing")
    return { diagnostics: reading.diagnostics, missingRemote: [], usedRemote: [] };
  const root = new Located(source, source.root);
  const dialect = readVersion(reading, root);
  if (dialect === undefined) return { diagnostics: reading.diagnostics, missingRemote: [], usedRemote: [] };
  reading.dialect = dialect;
  const service = readService(reading, root);
  const diagnostics = [...reading.diagnostics, ...reading.features.diagnostics()];
  return { service, diagnostics, missingRemote: [...reading.remote.missing], usedRemote: reading.remote.used };
}

function readService(reading: Reading, root: Located): Service {
  const info = required(reading, root, "info", "object", "the description");
  const components = member(reading, root, "components", "object");
  reading.schemaNames.reserve(components?.get("schemas"));
  const schemes = readSecuritySchemes(reading, components?.get("securitySchemes"));
  const rootSecurity = root.get("security");
  const security = rootSecurity === undefined ? [] : readSecurity(reading, rootSecurity, schemes);
  checkMembers(reading, root, rootMembers, (key) => suggestionFor(key, rootMembers));
  const slo = readSlo(reading, root.get("x-slo"));
  const paths =
    reading.dialect === "3.0"
      ? required(reading, root, "paths", "object", "the description")
      : member(reading, root, "paths", "object");
  const operations = paths === undefined ? [] : readOperations(reading, paths, schemes, security, slo);
  const webhooks = readWebhooks(reading, root.get("webhooks"));
  const description = info === undefined ? undefined : text(reading, info, "description");
  const schemas = readNamedSchemas(reading);
  checkReferenceDepth(reading, schemas);
  return {
    title: infoText(reading, info, "title"),
    version: infoText(reading, info, "version"),
    ...(description !== undefined && { description }),
    basePath: readBasePath(reading, root),
    resources: groupByResource(operations),
    ...(webhooks.length > 0 && { webhooks }),
    schemas,
    securitySchemes: usedSchemes(schemes, operations),
  };
}

function infoText(reading: Reading, info: Located | undefined, field: string): string {
  if (info === undefined) return "";
  const { value } = info.get(field) ?? {};
  // `version: 1.0` without quotes is a number in YAML; everybody means the text.
  if (typeof value === "number") return String(value);
  return (required(reading, info, field, "text", "`info`")?.value as string | undefined) ?? "";
}

function groupByResource(operations: readonly Operation[]): readonly Resource[] {
  const names = [...new Set(operations.map((one) => one.resource))].sort(byCodeUnit);
  return names.map((name) => ({ name, operations: operations.filter((one) => one.resource === name) }));
}

function usedSchemes(
  schemes: ReadonlyMap<string, SecurityScheme>,
  operations: readonly Operation[],
): readonly SecurityScheme[] {
  const used = new Set(operations.flatMap((one) => one.security.flat().map((requirement) => requirement.scheme)));
  return [...schemes.values()].filter(({ name }) => used.has(name)).sort((a, b) => byCodeUnit(a.name, b.name));
}
