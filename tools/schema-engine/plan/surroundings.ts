import type { Client } from "pg";
import { noAccess, readAccessFacts } from "./access-facts";
import type { Access } from "./access-hazards";

/** What statements reach without naming it. Names as the catalog snapshot writes them. */
export interface Surroundings {
  /** By the partitioned table. */
  readonly defaultPartitions: ReadonlyMap<string, string>;
  /** Tables with a column of a domain, or of one that is made of it; by the domain. */
  readonly tablesOfDomain: ReadonlyMap<string, readonly string[]>;
  /** Their values follow from other columns. */
  readonly generatedColumns: ReadonlySet<string>;
  /** Their rows are on another server, which nobody asks. */
  readonly foreignTables: ReadonlySet<string>;
  /** They have no rows of their own. */
  readonly partitionedTables: ReadonlySet<string>;
  readonly access: Access;
}

export const noSurroundings: Surroundings = {
  defaultPartitions: new Map(),
  tablesOfDomain: new Map(),
  generatedColumns: new Set(),
  foreignTables: new Set(),
  partitionedTables: new Set(),
  access: { before: noAccess },
};

export async function readSurroundings(client: Client): Promise<Surroundings> {
  const { rows: partitions } = await client.query<{ parent: string; part: string }>(
    `SELECT format('%I.%I', pn.nspname, p.relname) AS parent, format('%I.%I', n.nspname, c.relname) AS part
     FROM pg_partitioned_table of JOIN pg_class p ON p.oid = of.partrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
     JOIN pg_class c ON c.oid = of.partdefid JOIN pg_namespace n ON n.oid = c.relnamespace`,
  );
  const { rows: domains } = await client.query<{ domain: string; tables: string[] }>(
    `WITH RECURSIVE chain AS (
       SELECT oid AS type, oid AS domain, typbasetype AS base FROM pg_type WHERE typtype = 'd' AND oid >= 16384
       UNION ALL
       SELECT chain.type, t.oid, t.typbasetype FROM chain JOIN pg_type t ON t.oid = chain.base AND t.typtype = 'd'
     )
     SELECT format('%I.%I', dn.nspname, d.typname) AS domain,
       array_agg(DISTINCT format('%I.%I', n.nspname, c.relname)) AS tables
     FROM chain JOIN pg_type d ON d.oid = chain.domain JOIN pg_namespace dn ON dn.oid = d.typnamespace
     JOIN pg_attribute a ON a.atttypid = chain.type AND a.attnum > 0 AND NOT a.attisdropped
     JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'm') JOIN pg_namespace n ON n.oid = c.relnamespace
     GROUP BY d.oid, dn.nspname, d.typname`,
  );
  const { rows: columns } = await client.query<{ name: string }>(
    `SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS name
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE a.attgenerated <> '' AND NOT a.attisdropped`,
  );
  const { rows: others } = await client.query<{ name: string; kind: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relkind AS kind
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('f', 'p')`,
  );
  const ofKind = (kind: string) => new Set(others.flatMap((one) => (one.kind === kind ? [one.name] : [])));
  return {
    defaultPartitions: new Map(partitions.map(({ parent, part }) => [parent, part])),
    tablesOfDomain: new Map(domains.map(({ domain, tables }) => [domain, tables])),
    generatedColumns: new Set(columns.map((one) => one.name)),
    foreignTables: ofKind("f"),
    partitionedTables: ofKind("p"),
    access: { before: await readAccessFacts(client) },
  };
}
