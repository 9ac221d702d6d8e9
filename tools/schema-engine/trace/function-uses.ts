import type { Client } from "pg";

/** An object that keeps what a function gave when a row was written. */
export interface FunctionUse {
  readonly function: number;
  /** For people. */
  readonly functionName: string;
  readonly body: string;
  readonly kind: "index" | "stored column" | "check" | "partition key";
  /** SQL, with schema. */
  readonly object: string;
  /** As the catalog snapshot names it. */
  readonly table: string;
  /** Another one: it was made anew. */
  readonly identity: string;
}

/**
 * Expressions and predicates of indexes, stored generated columns, validated checks and partition keys, with the functions of users that they
 * depend on, also by operators, casts and bodies of SQL standard form. What the text of a body calls is in no catalog.
 */
export async function functionUses(client: Client): Promise<readonly FunctionUse[]> {
  const { rows } = await client.query<FunctionUse>(
    `WITH RECURSIVE uses (function, classid, objid, part) AS (
       SELECT refobjid, classid, objid, objsubid FROM pg_depend WHERE refclassid = 'pg_proc'::regclass AND refobjid >= 16384
       UNION
       SELECT u.function, d.classid, d.objid, d.objsubid
       FROM uses u JOIN pg_depend d ON d.refclassid = u.classid AND d.refobjid = u.objid
       WHERE u.classid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_cast'::regclass)
     ), objects AS (
       SELECT u.function, 'index' AS kind, format('%I.%I', n.nspname, c.relname) AS object, i.indrelid AS relation,
         concat(c.oid, ' ', pg_relation_filenode(c.oid)) AS identity
       FROM uses u JOIN pg_class c ON c.oid = u.objid JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE u.classid = 'pg_class'::regclass
       UNION
       SELECT u.function, 'partition key', format('%I.%I', n.nspname, c.relname), c.oid, ''
       FROM uses u JOIN pg_class c ON c.oid = u.objid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE u.classid = 'pg_class'::regclass AND c.relkind = 'p' AND u.part = 0
       UNION
       SELECT u.function, 'stored column', format('%I.%I.%I', n.nspname, c.relname, a.attname), c.oid,
         concat(c.oid, ' ', pg_relation_filenode(c.oid))
       FROM uses u JOIN pg_attrdef f ON f.oid = u.objid JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
       JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE u.classid = 'pg_attrdef'::regclass AND a.attgenerated = 's'
       UNION
       SELECT u.function, 'check', format('%I.%I', n.nspname, k.conname), coalesce(a.attrelid, k.conrelid), k.oid::text
       FROM uses u JOIN pg_constraint k ON k.oid = u.objid JOIN pg_namespace n ON n.oid = k.connamespace
       LEFT JOIN pg_attribute a ON a.atttypid = nullif(k.contypid, 0) AND a.attnum > 0 AND NOT a.attisdropped
       WHERE u.classid = 'pg_constraint'::regclass AND k.contype = 'c' AND k.convalidated
     )
     SELECT o.function::int, format('%I.%I(%s)', pn.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS "functionName",
       concat(p.prolang, p.prosrc, p.probin, pg_get_function_sqlbody(p.oid)) AS body,
       o.kind, o.object, format('%I.%I', n.nspname, c.relname) AS "table", o.identity
     FROM objects o JOIN pg_proc p ON p.oid = o.function JOIN pg_namespace pn ON pn.oid = p.pronamespace
     JOIN pg_class c ON c.oid = o.relation JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'm') ORDER BY 2, 6, 4, 5`,
  );
  return rows;
}

/** Those whose function has got another body. */
export function staleUses(before: readonly FunctionUse[], after: readonly FunctionUse[]): readonly FunctionUse[] {
  const bodies = new Map(after.map((one) => [one.function, one.body]));
  return before.filter((one) => bodies.has(one.function) && bodies.get(one.function) !== one.body);
}
