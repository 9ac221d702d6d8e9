import { runRules } from "./check/run-rules";
import { unrollCircles } from "./circles/unroll-circles";
import { type Diagnostic, hasErrors } from "./diagnostics/diagnostic";
import { formatDiagnostic } from "./diagnostics/format-diagnostic";
import { splitDirections } from "./directions/split-directions";
import { toOpenapi } from "./document/to-openapi";
import { linkOperations } from "./link/link-operations";
import type { Database } from "./model/database";
import type { JsonValue } from "./model/json-value";
import type { Link, Unlinked } from "./model/link";
import { byName } from "./model/properties-of";
import { resourcePerOperation } from "./model/resource-per-operation";
import type { Service } from "./model/service";
import type { Slice } from "./model/slice";
import { readOpenapi } from "./read-openapi/read-openapi";
import { withoutTrace } from "./read-openapi/without-trace";
import { readSql } from "./read-sql/read-sql";
import { makeSlices } from "./slices/make-slices";

export interface CompileInput {
  /** Workspace-relative path of the OpenAPI description. */
  readonly openapiPath?: string;
  /** Workspace-relative paths of the SQL files, in the order of loading. */
  readonly sqlPaths?: readonly string[];
  /** `undefined`: there is no such file. The only way in which the compiler sees a file. */
  readonly readText: (path: string) => string | undefined;
  readonly granularity?: "resource" | "operation";
}

/** What the specs say. With an error among the diagnostics, the parts that could be read are there and nothing may be emitted. */
export interface Compilation {
  /** With requests and replies apart where `readOnly` and `writeOnly` make a difference. */
  readonly service?: Service;
  /** The description as one OpenAPI 3.1 document: bundled, normalised, only what operations reach. */
  readonly document?: () => JsonValue;
  /** URLs of documents on other hosts that the description refers to, of which there is no committed copy. */
  readonly missingRemote: readonly string[];
  /** Those of which the committed copies were read. */
  readonly usedRemote: readonly string[];
  readonly database?: Database;
  readonly links: readonly Link[];
  /** Operations without a link, each with the reason; empty when there is no database. */
  readonly unlinked: readonly Unlinked[];
  readonly slices: readonly Slice[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The one door of the compiler: read → model → link → check → slices. Emitters take the result. */
export async function compile(input: CompileInput): Promise<Compilation> {
  const { openapiPath, sqlPaths = [], readText, granularity = "resource" } = input;
  const api = openapiPath === undefined ? undefined : readOpenapi(openapiPath, readText);
  const sql = sqlPaths.length === 0 ? undefined : await readSql(sqlPaths, readText);
  const described = api?.service && unrollCircles(api.service);
  const served = described && withoutTrace(described);
  const service = served?.service;
  const database = sql?.database;
  const linking = service !== undefined && database !== undefined ? linkOperations(service, database) : undefined;
  const links = linking?.links ?? [];
  // Of a schema with errors, parts are missing: what links and rules would say about those is no problem of its own.
  const isSqlWhole = sql === undefined || !hasErrors(sql.diagnostics);
  const findings =
    service === undefined || !isSqlWhole
      ? []
      : runRules({ service, schemas: byName(service.schemas), links, ...(database !== undefined && { database }) });
  // Links and rules are over: they look at what belongs together in the description.
  const grouped = service !== undefined && granularity === "operation" ? resourcePerOperation(service) : service;
  const split = grouped === undefined ? undefined : splitDirections(grouped);
  return {
    ...(described !== undefined && split !== undefined && { service: split, document: () => toOpenapi(described) }),
    missingRemote: api?.missingRemote ?? [],
    usedRemote: api?.usedRemote ?? [],
    ...(database !== undefined && { database }),
    links,
    unlinked: linking?.unlinked ?? [],
    slices: grouped === undefined ? [] : makeSlices(grouped, database, links),
    diagnostics: eachOnce([
      ...[api, served, sql, isSqlWhole ? linking : undefined].flatMap((one) => one?.diagnostics ?? []),
      ...findings,
    ]),
  };
}

/** What several operations share is read once for each of them. */
function eachOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [formatDiagnostic(one), one])).values()];
}
