import type {
  Method,
  Operation,
  Parameter,
  PathTemplate,
  SecurityRequirement,
  Slo,
  TableHint,
} from "../model/operation";
import type { SecurityScheme } from "../model/service";
import { checkMembers, flag, isKind, member, text } from "./expect";
import type { Located } from "./located";
import { methods } from "./methods";
import { OperationIds } from "./operation-ids";
import { readRequestBody, readResponses } from "./read-content";
import { readCallbacks } from "./read-outgoing";
import { matchPathParameters, mergeParameters, readParameters } from "./read-parameters";
import { pathShape, readPathTemplate } from "./read-path-template";
import { readSecurity } from "./read-security";
import { readSlo } from "./read-slo";
import { readTableHint } from "./read-table-hint";
import type { Reading } from "./reading";
import { resolveFully } from "./resolve-reference";
import { suggestionFor } from "./suggestion-for";

/** What an operation inherits from its path item and the description. */
interface Surroundings {
  readonly path: PathTemplate;
  readonly parameters: readonly Parameter[];
  readonly tableHint: TableHint | undefined;
  readonly slo: Slo | undefined;
  readonly security: readonly SecurityRequirement[];
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
}

const pathMembers = ["$ref", "summary", "description", "servers", "parameters", ...methods];
const operationMembers = [
  ...["tags", "summary", "description", "externalDocs", "operationId", "parameters", "requestBody", "responses"],
  ...["callbacks", "deprecated", "security", "servers"],
];

/** All operations in the description's order. */
export function readOperations(
  reading: Reading,
  paths: Located,
  schemes: ReadonlyMap<string, SecurityScheme>,
  security: readonly SecurityRequirement[],
  slo?: Slo,
): readonly Operation[] {
  const ids = new OperationIds(reading);
  const shapes = new Map<string, Located>();
  const operations: (() => Operation)[] = [];
  for (const [template, at] of paths.entries()) {
    if (template.startsWith("x-")) continue;
    const path = readPathTemplate(reading, template, at);
    if (path === undefined) continue;
    const item = withSiblings(reading, at);
    if (item === undefined || !isKind(reading, item.target, template, "object")) continue;
    const parts = item.parts;
    for (const part of parts) checkMembers(reading, part, pathMembers, (key) => suggestionFor(key, pathMembers));
    const get = (key: string) => parts.find((part) => part.get(key) !== undefined)?.get(key);
    reportServers(reading, get("servers"));
    const surroundings: Surroundings = {
      path,
      parameters: readParameters(reading, get("parameters")?.items() ?? []),
      tableHint: readTableHint(reading, get("x-specline")),
      slo: readSlo(reading, get("x-slo"), slo),
      security,
      schemes,
    };
    const keys = [...new Set(parts.flatMap((part) => part.entries().map(([key]) => key)))];
    for (const method of keys.filter((key): key is Method => (methods as readonly string[]).includes(key))) {
      // A `$ref` in place of an operation is in no version of OpenAPI, and yet in many descriptions of several files.
      const place = resolveFully(reading, get(method) as Located);
      if (place === undefined || !isKind(reading, place, method, "object")) continue;
      reportTwin(reading, shapes, method, path, at);
      const operation = readOperation(reading, method, place, surroundings);
      operations.push(ids.add(operation, text(reading, place, "operationId"), place.get("operationId") ?? place));
    }
  }
  return operations.map((finish) => finish());
}

/** A path item, or the one that its `$ref` names with what stands beside the `$ref` in front. */
function withSiblings(reading: Reading, at: Located): { target: Located; parts: readonly Located[] } | undefined {
  const target = resolveFully(reading, at);
  if (target === undefined) return undefined;
  return { target, parts: at.get("$ref") === undefined ? [at] : [at, target] };
}

/** OpenAPI 3.1 §4.8.8.1: templates that differ only in the names of their parameters are identical. */
function reportTwin(
  reading: Reading,
  shapes: Map<string, Located>,
  method: string,
  path: PathTemplate,
  at: Located,
): void {
  const key = `${method} ${pathShape(path)}`;
  const first = shapes.get(key);
  if (first === undefined) shapes.set(key, at);
  else {
    const { file, line, column } = first.span;
    const values = { method: method.toUpperCase(), path: path.text, first: `${file}:${line}:${column}` };
    reading.report("openapi/duplicate-path", at, values);
  }
}

/** The operation without its id, which depends on all others. */
function readOperation(
  reading: Reading,
  method: Method,
  place: Located,
  { path, parameters: shared, tableHint: inherited, slo: inheritedSlo, security, schemes }: Surroundings,
): Omit<Operation, "id"> {
  checkMembers(reading, place, operationMembers, (key) => suggestionFor(key, operationMembers));
  reportServers(reading, place.get("servers"));
  const own = readParameters(reading, member(reading, place, "parameters", "list")?.items() ?? []);
  const body = place.get("requestBody");
  const requestBody = body === undefined ? undefined : readRequestBody(reading, body);
  const responses = member(reading, place, "responses", "object");
  if (place.get("responses") === undefined && reading.dialect === "3.0") {
    reading.report("openapi/missing-field", place, { field: "responses", what: "this operation" });
  }
  const callbacks = readCallbacks(reading, place.get("callbacks"));
  const summary = text(reading, place, "summary");
  const description = text(reading, place, "description");
  const ownSecurity = place.get("security");
  const tableHint = readTableHint(reading, place.get("x-specline")) ?? inherited;
  const slo = readSlo(reading, place.get("x-slo"), inheritedSlo);
  return {
    method,
    path,
    resource: resourceOf(reading, place, path),
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    deprecated: flag(reading, place, "deprecated"),
    parameters: matchPathParameters(reading, mergeParameters(shared, own), path, place),
    ...(requestBody !== undefined && { requestBody }),
    responses: responses === undefined ? [] : readResponses(reading, responses),
    ...(callbacks.length > 0 && { callbacks }),
    security: ownSecurity === undefined ? security : readSecurity(reading, ownSecurity, schemes),
    ...(tableHint !== undefined && { tableHint }),
    ...(slo !== undefined && { slo }),
    span: place.span,
  };
}

function resourceOf(reading: Reading, place: Located, path: PathTemplate): string {
  const tag = member(reading, place, "tags", "list")?.items()[0]?.value;
  if (typeof tag === "string" && tag !== "") return tag;
  const literal = path.segments.find((one) => one.kind === "literal" && one.text !== "");
  return literal?.kind === "literal" ? literal.text : "default";
}

function reportServers(reading: Reading, at: Located | undefined): void {
  if (at === undefined) return;
  const hint = "All routes are served under the path of the description's first server.";
  reading.features.add("openapi/unsupported-feature", "servers of a path or an operation", at, hint);
}
