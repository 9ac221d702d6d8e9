import type { Client } from "pg";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { quoted } from "../plan/table-name";
import type { RenameDeclaration } from "../rename/rename-declaration";
import { declaredOwners, type OwnedName } from "../sql/declared-owners";
import type { SqlFile } from "../sql/sql-statement";

interface Owned {
  /** As pg_identify_object_as_address says it. */
  readonly type: string;
  readonly names: string[];
  readonly args: string[];
  /** Quoted. */
  readonly role: string;
}

export interface OwnersKept {
  /** Where the owners are. */
  readonly from: ShadowDatabase;
  /** Loaded from the files; what they say no owner of gets its owner of *from*. */
  readonly to: ShadowDatabase;
  readonly files: readonly SqlFile[];
  readonly renames: readonly RenameDeclaration[];
}

/**
 * A schema file that names no owner means whoever has it. Without this it would mean whoever runs the plan, and a view or a SECURITY DEFINER
 * function of a role with few rights would become one of a role with many, for which no policy of row security holds.
 */
export async function keepOwners(shadow: Shadow, { from, to, files, renames }: OwnersKept): Promise<void> {
  const owned = await onDatabase(shadow, from, readOwned);
  const declared = await declaredOwners(files);
  await onDatabase(shadow, to, async (client) => {
    for (const one of owned) {
      const names = renamed(one, renames);
      if (declared.some((name) => isNameOf(name, names))) continue;
      const command = await ownerCommand(client, { ...one, names });
      if (command !== undefined) await client.query(command);
    }
  });
  const owner = await onDatabase(shadow, from, databaseOwner);
  await onDatabase(shadow, to, (client) => client.query(`ALTER DATABASE ${quoted(to.name)} OWNER TO ${owner}`));
}

/** Tables first: their sequences follow them. The bootstrap superuser has no rows there, and nothing that is its own needs to stay. */
async function readOwned(client: Client): Promise<readonly Owned[]> {
  const { rows } = await client.query<Owned>(
    `SELECT a.type, a.object_names AS names, a.object_args AS args, quote_ident(r.rolname) AS role
     FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
     CROSS JOIN LATERAL pg_identify_object_as_address(d.classid, d.objid, 0) a
     WHERE d.deptype = 'o' AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND r.rolname <> current_user
     AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')
     ORDER BY a.type <> 'table', a.type COLLATE "C", a.object_names::text COLLATE "C"`,
  );
  return rows.filter((one) => one.type in alterable);
}

/** By the name of its kind that PostgreSQL gives it: what ALTER calls it. */
const alterable: Readonly<Record<string, string>> = {
  table: "TABLE",
  view: "VIEW",
  "materialized view": "MATERIALIZED VIEW",
  "foreign table": "FOREIGN TABLE",
  sequence: "SEQUENCE",
  function: "FUNCTION",
  procedure: "PROCEDURE",
  aggregate: "AGGREGATE",
  type: "TYPE",
  "composite type": "TYPE",
  schema: "SCHEMA",
  collation: "COLLATION",
  conversion: "CONVERSION",
  language: "LANGUAGE",
  operator: "OPERATOR",
  "operator class": "OPERATOR CLASS",
  "operator family": "OPERATOR FAMILY",
  "statistics object": "STATISTICS",
  "text search configuration": "TEXT SEARCH CONFIGURATION",
  "text search dictionary": "TEXT SEARCH DICTIONARY",
  "event trigger": "EVENT TRIGGER",
  "foreign-data wrapper": "FOREIGN DATA WRAPPER",
  server: "SERVER",
  publication: "PUBLICATION",
};

function renamed({ type, names }: Owned, renames: readonly RenameDeclaration[]): string[] {
  if (type !== "table") return names;
  const [schema, name] = names;
  const found = renames.find(
    ({ table, column, from }) =>
      column === undefined && from.name === name && (from.schema ?? table[0]) === schema && table[1] !== name,
  );
  return found === undefined ? names : [...found.table];
}

function isNameOf({ schema, name }: OwnedName, names: readonly string[]): boolean {
  return names.at(-1) === name && (schema === undefined || names.includes(schema));
}

/** `undefined`: it is not there, it has an owner by the files, or it follows a table. */
async function ownerCommand(client: Client, { type, names, args, role }: Owned): Promise<string | undefined> {
  try {
    const { rows } = await client.query<{ identity: string }>(
      `SELECT i.identity FROM pg_get_object_address($1, $2, $3) a
       CROSS JOIN LATERAL pg_identify_object(a.classid, a.objid, 0) i
       WHERE NOT EXISTS (SELECT FROM pg_shdepend d WHERE d.classid = a.classid AND d.objid = a.objid AND d.deptype = 'o'
         AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND d.refobjid <> (SELECT oid FROM pg_roles WHERE rolname = current_user))
       AND NOT ($1 = 'sequence' AND EXISTS (SELECT FROM pg_depend l WHERE l.classid = a.classid AND l.objid = a.objid
         AND l.refclassid = a.classid AND l.deptype IN ('a', 'i')))`,
      [type, names, args],
    );
    const [found] = rows;
    return found && `ALTER ${alterable[type]} ${found.identity} OWNER TO ${role}`;
  } catch (error) {
    // Of what is not there PostgreSQL has no address.
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Undefined table, function, object, schema, and an object of another kind under its name. */
function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return ["42P01", "42883", "42704", "3F000", "42809"].includes(code);
}

async function databaseOwner(client: Client): Promise<string> {
  const { rows } = await client.query<{ owner: string }>(
    "SELECT quote_ident(pg_get_userbyid(datdba)) AS owner FROM pg_database WHERE datname = current_database()",
  );
  return rows[0]?.owner ?? "CURRENT_USER";
}

async function onDatabase<Result>(
  shadow: Shadow,
  database: ShadowDatabase,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = await shadow.connect(database);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
