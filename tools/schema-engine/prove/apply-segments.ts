import type { Client } from "pg";
import type { Hazard } from "../plan/hazard";
import type { Segment } from "../plan/segment";

export interface AppliedSegments {
  /** Present when PostgreSQL refused a statement. */
  readonly failure?: string;
  /** Rewrites of tables, seen by their new file (pg_relation_filenode). */
  readonly rewrites: readonly Hazard[];
}

/** Applies a plan to a shadow and watches what each statement does to the tables that were there before. */
export async function applySegments(client: Client, segments: readonly Segment[]): Promise<AppliedSegments> {
  const rewrites: Hazard[] = [];
  const oids = await tableOids(client);
  let files = await fileNodes(client, oids);
  for (const segment of segments) {
    if (segment.isTransactional) await client.query("BEGIN");
    for (const statement of segment.statements) {
      try {
        await client.query(statement);
      } catch (error) {
        if (segment.isTransactional) await client.query("ROLLBACK");
        return { failure: `${(error as Error).message}\n      in: ${statement}`, rewrites };
      }
      const now = await fileNodes(client, oids);
      for (const [oid, { node, name }] of now) {
        if (files.get(oid)?.node === node) continue;
        rewrites.push({
          kind: "TABLE_REWRITE",
          text: `${name} is rewritten under an exclusive lock by: ${firstLine(statement)}`,
        });
      }
      files = now;
    }
    if (segment.isTransactional) await client.query("COMMIT");
  }
  return { rewrites };
}

type FileNodes = ReadonlyMap<number, { readonly node: string; readonly name: string }>;

async function tableOids(client: Client): Promise<readonly number[]> {
  const { rows } = await client.query<{ oid: number }>(
    "SELECT oid::int FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'm') AND relpersistence <> 't'",
  );
  return rows.map((row) => row.oid);
}

async function fileNodes(client: Client, oids: readonly number[]): Promise<FileNodes> {
  const { rows } = await client.query<{ oid: number; node: string; name: string }>(
    "SELECT oid::int, pg_relation_filenode(oid)::text AS node, oid::regclass::text AS name FROM pg_class WHERE oid = ANY ($1::oid[]) AND relkind IN ('r', 'm')",
    [oids],
  );
  return new Map(rows.map((row) => [row.oid, row]));
}

function firstLine(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 97)}…` : line;
}
