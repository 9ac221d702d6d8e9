import type { Node } from "libpg-query";
import type { Client } from "pg";
import { tableName } from "../plan/table-name";

/** A column that a trigger of an expansion fills from another one of its table. Names are SQL; the table has its schema. */
export interface SyncedColumn {
  readonly table: string;
  readonly column: string;
  readonly next: string;
  /** Of the value of the one to that of the other. */
  readonly cast: string;
}

/** What `syncTriggers` has written, read back where a statement creates such a trigger. After it. */
export async function syncedColumns(client: Client, node: Node): Promise<readonly SyncedColumn[]> {
  if (!("CreateTrigStmt" in node)) return [];
  const { relation, trigname } = node.CreateTrigStmt;
  if (!trigname?.startsWith("~")) return [];
  const { rows } = await client.query<{ readonly body: string }>(
    `SELECT p.prosrc AS body FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE t.tgrelid = $1::regclass AND t.tgname = $2`,
    [tableName(relation), trigname],
  );
  const table = tableName(relation);
  return [...(rows[0]?.body ?? "").matchAll(assignment)].map(([, next = "", column = "", cast = ""]) => ({
    table,
    column,
    next,
    cast,
  }));
}

const name = '(?:"(?:[^"]|"")*"|[^\\s":.]+)';
const assignment = new RegExp(`^  NEW\\.(${name}) := NEW\\.(${name})(::.+);$`, "gm");
