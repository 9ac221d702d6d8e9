import { posix } from "node:path";
import type { Tree } from "@nx/devkit";
import { resolveConnection } from "../../postgres/connection/resolve-connection";
import { exportSchema } from "../../schema-engine/export-schema";
import { lineDiff } from "../application/line-diff";
import { databaseFolder, databasesOf, schemaFilesIn, specFolders } from "../application/spec-folders";

export interface TableSourceOptions {
  /** A file or folder of SQL, or the name of a database project. */
  readonly schema?: string | undefined;
  readonly connection?: string | undefined;
  /** Database project that an SQL text from elsewhere becomes. */
  readonly database?: string | undefined;
  readonly force: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface TableSource {
  /** The database project whose schema has the tables. */
  readonly database: string;
  readonly sqlPaths: readonly string[];
  /** The option that names the source, for the description's header. */
  readonly option: string;
}

/**
 * Finds the SQL of the tables. What is not yet the schema of a database project becomes it, so that `nx sync` and the database's
 * targets work on the same text; the schema of a project is never changed without `force`.
 *
 * @throws Error that says what to do; Refused when a server cannot be used
 */
export async function tableSource(tree: Tree, options: TableSourceOptions): Promise<TableSource> {
  const { schema, connection, environment } = options;
  if (schema !== undefined && schema !== "") return fromSchema(tree, schema, options);
  const [only, ...others] = databasesOf(tree);
  if (connection === undefined && only !== undefined && (others.length === 0 || options.database !== undefined)) {
    return ofProject(tree, options.database ?? only, `--schema=${options.database ?? only}`);
  }
  const found = resolveConnection({ connection, environment });
  if (found.kind === "embedded") {
    const several = only === undefined ? "" : ` There are ${[only, ...others].join(", ")}.`;
    throw new Error(
      `Say where the tables are: --schema=<SQL file, folder or database> or --connection=env:NAME.${several}`,
    );
  }
  console.info(`Reading the tables of ${found.shown} (from ${found.source}); nothing is written there.`);
  const name = options.database ?? "db";
  store(tree, name, await exportSchema(found.url), found.shown, options.force);
  return ofProject(tree, name, connection === undefined ? "" : `--connection=${connection} --database=${name}`);
}

function fromSchema(tree: Tree, schema: string, { database = "db", force }: TableSourceOptions): TableSource {
  const path = posix.normalize(schema.replaceAll("\\", "/")).replace(/^\.\//, "").replace(/\/$/, "");
  const project = specFolders(tree).find((folder) => {
    const files = schemaFilesIn(tree, folder);
    const isMeant = [folder, posix.basename(folder), `${folder}/schema`, ...files].includes(path);
    return isMeant && files.length > 0;
  });
  if (project !== undefined) return ofProject(tree, posix.basename(project), `--schema=${schema}`);
  const files = sqlFiles(tree, path);
  if (files.length === 0) {
    const known = databasesOf(tree);
    const hint = known.length === 0 ? "" : ` Databases of the workspace: ${known.join(", ")}.`;
    throw new Error(`There is no SQL at ${schema}: give a file, a folder of *.sql files or a database.${hint}`);
  }
  const text = files.map((file) => tree.read(file, "utf8") ?? "").join("\n");
  store(tree, database, text, path, force);
  return ofProject(tree, database, `--schema=${schema} --database=${database}`);
}

function sqlFiles(tree: Tree, path: string): readonly string[] {
  if (!tree.exists(path)) return [];
  if (tree.isFile(path)) return [path];
  const names = tree.children(path).filter((name) => name.endsWith(".sql"));
  return names.sort().map((name) => posix.join(path, name));
}

/** Makes a text the schema of a database project that does not have another one. */
function store(tree: Tree, database: string, text: string, from: string, force: boolean): void {
  if (!/^[A-Za-z0-9][\w.-]*$/.test(database)) {
    throw new Error(`--database=${database} is no name of a project: use letters, digits, \`-\`, \`_\` and \`.\`.`);
  }
  const folder = databaseFolder(tree, database) ?? `specs/${database}`;
  const [path = `${folder}/schema.sql`, ...more] = schemaFilesIn(tree, folder);
  const there = schemaFilesIn(tree, folder).map((file) => tree.read(file, "utf8") ?? "");
  if (there.join("\n").replaceAll("\r\n", "\n") === text) return;
  if (there.length > 0 && (!force || more.length > 0)) {
    const diff = more.length === 0 ? `\n${lineDiff(there[0] ?? "", text)}` : "";
    const remedy = more.length === 0 ? "--force writes over it, or g" : "G";
    throw new Error(
      `${path} says something else than ${from}; nothing was written. ${remedy}ive it another project with --database=<name>.${diff}`,
    );
  }
  tree.write(path, text);
  console.info(`${path} was written from ${from}.`);
}

function ofProject(tree: Tree, database: string, option: string): TableSource {
  const folder = databaseFolder(tree, database);
  if (folder === undefined) {
    const known = databasesOf(tree);
    throw new Error(`There is no database ${database}.${known.length === 0 ? "" : ` There are ${known.join(", ")}.`}`);
  }
  return { database, sqlPaths: schemaFilesIn(tree, folder), option };
}
