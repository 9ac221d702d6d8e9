import { type Compilation, compile } from "../../tools/compiler/compile";
import { formatDiagnostics } from "../../tools/compiler/diagnostics/format-diagnostic";
import { describeTables } from "../../tools/compiler/emit/openapi/describe-tables";
import { selectTables } from "../../tools/compiler/emit/openapi/select-tables";
import { linkOperations } from "../../tools/compiler/link/link-operations";
import type { ColumnLink } from "../../tools/compiler/model/link";
import { canonicalJson } from "../../tools/compiler/slices/canonical-json";
import { printApplication } from "./write-application";

/** Path below `expected/` → content. */
export type Files = ReadonlyMap<string, string>;

/** The parts of a result that a scenario may compare. */
export const outputs: Readonly<Record<string, (compilation: Compilation) => Files | Promise<Files>>> = {
  diagnostics: ({ diagnostics }) => new Map([["diagnostics.txt", `${formatDiagnostics(diagnostics)}\n`]]),
  document: ({ document }) => new Map([["document.json", canonicalJson(document?.() ?? null)]]),
  database: ({ database }) => {
    const withPlaces = (_key: string, value: unknown) => {
      const span = value as { readonly line?: number; readonly column?: number } | null;
      return span?.line === undefined ? value : `${span.line}:${span.column}`;
    };
    return new Map([["database.json", canonicalJson(JSON.parse(JSON.stringify(database ?? null, withPlaces)))]]);
  },
  links: ({ links, unlinked }) => {
    const linked = links.map((link) =>
      [
        `${link.operationId}: ${link.action} ${link.schema}.${link.table}`,
        `  ${link.reason}`,
        ...(["keys", "writes", "reads", "filters", "sorts"] as const).flatMap((part) => line(part, link[part])),
        `  response: ${link.response.kind === "envelope" ? `in ${link.response.property}` : link.response.kind}`,
        ...link.gaps.map((gap) => `  gap: ${gap.kind} ${gap.name}`),
      ].join("\n"),
    );
    const others = unlinked.map(({ operationId, reason }) => `${operationId}: no table\n  ${reason}`);
    return new Map([["links.txt", `${[...linked, ...others].join("\n")}\n`]]);
  },
  app: async (compilation) => {
    const { files } = await printApplication(compilation, { framework: "fastify" });
    return new Map(
      files.filter(({ path }) => !path.includes("load-test")).map(({ path, content }) => [`app/${path}`, content]),
    );
  },
  tables: async ({ database }) => {
    if (database === undefined) throw new Error("the SQL could not be read");
    const chosen = selectTables(database.tables, []);
    const { text, diagnostics } = describeTables(database, chosen, {
      title: "Tables",
      numbers: "exact",
      security: "writes",
      errorFormat: "envelope",
    });
    const compilation = await compile({ openapiPath: "openapi.yaml", readText: () => text });
    if (compilation.service === undefined) throw new Error("the description could not be read");
    const linked = { ...compilation, database, ...linkOperations(compilation.service, database) };
    const { files } = await printApplication(linked, { framework: "fastify", hasServer: false });
    const ofRows = files.filter(({ path }) => /\/(queries|handlers\/create\w+)\.ts$/.test(path));
    return new Map([
      ["tables/openapi.yaml", text],
      ["tables/diagnostics.txt", `${formatDiagnostics(diagnostics)}\n`],
      ...ofRows.map(({ path, content }) => [`tables/${path}`, content] as const),
    ]);
  },
  slices: ({ slices }) =>
    new Map(slices.map(({ resource, content }) => [`slices/${resource}.json`, canonicalJson(content)])),
};

function line(name: string, links: readonly ColumnLink[]): readonly string[] {
  const pairs = links.map((one) => (one.property === one.column ? one.column : `${one.property} = ${one.column}`));
  return pairs.length === 0 ? [] : [`  ${name}: ${pairs.join(", ")}`];
}
