import type { Client } from "pg";
import { readSurroundings } from "../plan/surroundings";
import { mentionsIn } from "../sql/mentions";
import { bareName } from "../sql/split-name";

/**
 * Tests a table (as the snapshot names it) for being named by SQL: itself, by one of its indexes, by a domain that one of its columns has
 * (`ALTER DOMAIN` reads the rows of tables that it does not name), or in the body of a function that is called.
 */
export async function namedTables(client: Client, sql: string): Promise<(table: string) => boolean> {
  const text = `${sql}\n${(await calledBodies(client, sql)).join("\n")}`;
  const isMentioned = mentionsIn(text);
  const { tablesOfDomain } = await readSurroundings(client);
  const reached = new Set(
    [...tablesOfDomain, ...(await tableOfIndex(client))].flatMap(([name, tables]) =>
      isMentioned(bareName(name)) ? tables : [],
    ),
  );
  const isNamed = (table: string) => reached.has(table) || isMentioned(bareName(table));
  // A foreign key that says ON DELETE deletes nothing by itself.
  if (!/\b(delete\s+from|then\s+delete|truncate)\b/i.test(text)) return isNamed;
  const deleted = await deletedWith(client, isNamed);
  return (table) => isNamed(table) || deleted.has(table);
}

/** Tables whose rows go with those of others: foreign keys with ON DELETE CASCADE, and TRUNCATE … CASCADE, on the way down. */
async function deletedWith(client: Client, isNamed: (table: string) => boolean): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ table: string; referred: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS table, format('%I.%I', fn.nspname, f.relname) AS referred
     FROM pg_constraint x JOIN pg_class c ON c.oid = x.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_class f ON f.oid = x.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace WHERE x.contype = 'f'`,
  );
  const found = new Set<string>();
  for (let size = -1; size < found.size; ) {
    size = found.size;
    for (const { table, referred } of rows) if (isNamed(referred) || found.has(referred)) found.add(table);
  }
  return found;
}

async function tableOfIndex(client: Client): Promise<readonly (readonly [string, readonly string[]])[]> {
  const { rows } = await client.query<{ index: string; table: string }>(
    `SELECT quote_ident(i.relname) AS index, format('%I.%I', n.nspname, c.relname) AS table
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384`,
  );
  return rows.map(({ index, table }) => [index, [table]] as const);
}

/** Of functions and procedures of the schema, also those that call one another, and of triggers of tables; extensions have no tables of users. */
async function calledBodies(client: Client, sql: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ names: readonly string[]; body: string }>(
    `SELECT ARRAY(
         SELECT c.relname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgfoid = p.oid
       ) || p.proname::text AS names, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) AS body
     FROM pg_proc p WHERE p.oid >= 16384 AND NOT EXISTS (
       SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')`,
  );
  const called: string[] = [];
  let left = rows;
  for (let text = sql; text !== ""; ) {
    const isMentioned = mentionsIn(text);
    const found = left.filter(({ names }) => names.some(isMentioned));
    left = left.filter((one) => !found.includes(one));
    text = found.map(({ body }) => body).join("\n");
    called.push(text);
  }
  return called;
}
