import { posix } from "node:path";
import type { GeneratorCallback, Tree } from "@nx/devkit";
import { formatDiagnostics } from "../../tools/compiler/diagnostics/format-diagnostic";
import { isUntouchedDescription } from "../../tools/compiler/emit/openapi/description-header";
import { lineDiff } from "../../tools/graph/application/line-diff";
import { describeCommand } from "../../tools/graph/tables/describe-command";
import { planDescription } from "../../tools/graph/tables/plan-description";
import { tableSource } from "../../tools/graph/tables/table-source";
import { formatProblem, problem } from "../../tools/report/problem";
import { Refused } from "../../tools/report/refused";
import routeFromSpec, { type RouteFromSpecOptions } from "../route-from-spec/generator";

/** Nx turns texts that look like numbers into them. */
type Text = string | number;

export interface RouteFromDbOptions extends Omit<RouteFromSpecOptions, "spec" | "database" | "allowRemote"> {
  readonly schema?: Text;
  readonly connection?: Text;
  readonly database?: Text;
  readonly name?: Text;
  readonly tables?: Text;
  readonly spec?: string;
  readonly numbers?: "exact" | "json";
  readonly security?: "none" | "writes" | "all";
}

/** Writes the description of a database's tables, then its service; on any error nothing is written. */
export default async function routeFromDb(
  tree: Tree,
  options: RouteFromDbOptions,
): Promise<GeneratorCallback | undefined> {
  const { numbers = "exact", security = "writes", errorFormat = "envelope", force = false, check = false } = options;
  const { schema, connection, database, name: wantedName, tables } = texts(options);
  const patterns = (tables ?? "").split(",").flatMap((one) => one.trim() || []);
  const wanted = { schema, connection, database, force, environment: process.env };
  const source = await tableSource(tree, wanted).catch((error: unknown) => {
    throw error instanceof Refused ? new Error(error.problems.map(formatProblem).join("\n")) : error;
  });
  const name = wantedName ?? `${source.database}-api`;
  const path = posix.normalize(options.spec ?? `specs/${name}/openapi.yaml`);
  if (!/^(?!\.\.)[^/].*\/openapi\.ya?ml$/.test(path))
    throw new Error(`--spec=${path} is no place for a description: use a path such as specs/${name}/openapi.yaml.`);
  const command = describeCommand(source.option, {
    name: wantedName,
    tables,
    spec: options.spec,
    numbers,
    security,
    errorFormat,
  });
  const request = { title: name, numbers, security, errorFormat, patterns, command, sqlPaths: source.sqlPaths };
  const { text, diagnostics } = await planDescription(tree, request);
  if (diagnostics.length > 0) console.error(formatDiagnostics(diagnostics));
  if (text === undefined) throw new Error(`${source.sqlPaths.join(", ")} has errors; nothing was written.`);

  const there = tree.exists(path) ? (tree.read(path, "utf8") ?? "").replaceAll("\r\n", "\n") : undefined;
  if (there !== text) {
    const diff = lineDiff(there ?? "", text);
    if (check) throw new Error(`${path} is out of date with its tables; run \`${command}\`:\n${diff}`);
    if (there !== undefined && !isUntouchedDescription(there) && !force)
      throw new Error(`${formatProblem(problem("tables/edited", { path }))}\n${diff}`);
    tree.write(path, text);
  }
  return routeFromSpec(tree, { ...serviceOptions(options), spec: path, database: source.database, force, check });
}

/** The options of the service alone. */
function serviceOptions(options: RouteFromDbOptions): Omit<RouteFromSpecOptions, "spec"> {
  const { framework, directory, output, errorFormat, responseValidation, server, prune } = options;
  const given = { framework, directory, output, errorFormat, responseValidation, server, prune };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function texts({ schema, connection, database, name, tables }: RouteFromDbOptions) {
  const text = (value: Text | undefined) => (value === undefined ? undefined : String(value));
  return {
    schema: text(schema),
    connection: text(connection),
    database: text(database),
    name: text(name),
    tables: text(tables),
  };
}
