import type { Client } from "pg";

/** Who may do what, as far as statements change it without saying what was there. Names as the catalog snapshot writes them, routines without arguments. */
export interface AccessFacts {
  /** Tables whose row security is on. */
  readonly secured: ReadonlySet<string>;
  /** Those of them where it binds the owner too. */
  readonly forced: ReadonlySet<string>;
  /** By `schema.table.policy`. */
  readonly policies: ReadonlyMap<string, Policy>;
  /** `schema.object PRIVILEGE`, `schema.table.column PRIVILEGE`: what everybody has. */
  readonly public: ReadonlySet<string>;
  /** Of views and SECURITY DEFINER routines, which act with his rights. The role that migrates is `CURRENT_USER`. */
  readonly owners: ReadonlyMap<string, string>;
  /** True: SECURITY DEFINER. */
  readonly routines: ReadonlyMap<string, boolean>;
  /** Views with security_invoker. */
  readonly invokerViews: ReadonlySet<string>;
  readonly sequences: ReadonlySet<string>;
}

export interface Policy {
  readonly isPermissive: boolean;
  /** All that it says. */
  readonly text: string;
}

export const noAccess: AccessFacts = {
  secured: new Set(),
  forced: new Set(),
  policies: new Map(),
  public: new Set(),
  owners: new Map(),
  routines: new Map(),
  invokerViews: new Set(),
  sequences: new Set(),
};

const relation = "format('%I.%I', n.nspname, c.relname)";
const relations = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace";
const routine = "format('%I.%I', n.nspname, p.proname)";
const routines = "pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace";
const roleOf = (oid: string) =>
  `CASE WHEN pg_get_userbyid(${oid}) = current_user THEN 'CURRENT_USER' ELSE pg_get_userbyid(${oid})::text END`;
const everybody = (acl: string, kind: string, owner: string) =>
  `CROSS JOIN LATERAL aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) x WHERE x.grantee = 0`;

export async function readAccessFacts(client: Client): Promise<AccessFacts> {
  const { rows } = await client.query<{ fact: string; name: string; value: string | null }>(
    `SELECT 'secured' AS fact, ${relation} AS name, relforcerowsecurity::text AS value FROM ${relations} WHERE relrowsecurity
     UNION ALL SELECT 'policy', ${relation} || '.' || quote_ident(o.polname), o.polpermissive || ' ' || o.polcmd::text || ' '
       || o.polroles::regrole[]::text || ' ' || coalesce(pg_get_expr(o.polqual, c.oid), '-') || ' '
       || coalesce(pg_get_expr(o.polwithcheck, c.oid), '-')
       FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     UNION ALL SELECT 'public', ${relation}, x.privilege_type FROM ${relations}
       ${everybody("c.relacl", "r", "c.relowner")} AND c.oid >= 16384 AND c.relacl IS NOT NULL
     UNION ALL SELECT 'public', ${relation} || '.' || quote_ident(a.attname), x.privilege_type
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       CROSS JOIN LATERAL aclexplode(a.attacl) x WHERE x.grantee = 0 AND c.oid >= 16384
     UNION ALL SELECT 'public', ${routine}, 'EXECUTE' FROM ${routines} WHERE p.oid >= 16384 GROUP BY n.nspname, p.proname
       HAVING bool_and(EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x WHERE x.grantee = 0))
     UNION ALL SELECT 'public', format('%I.%I', n.nspname, t.typname), x.privilege_type
       FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace ${everybody("t.typacl", "T", "t.typowner")} AND t.oid >= 16384
     UNION ALL SELECT 'public', quote_ident(n.nspname), x.privilege_type FROM pg_namespace n
       ${everybody("n.nspacl", "n", "n.nspowner")}
     UNION ALL SELECT 'owner', ${relation}, ${roleOf("c.relowner")} FROM ${relations} WHERE c.relkind IN ('v', 'm') AND c.oid >= 16384
     UNION ALL SELECT 'owner', ${routine}, ${roleOf("p.proowner")} FROM ${routines} WHERE p.prosecdef AND p.oid >= 16384
     UNION ALL SELECT 'routine', ${routine}, bool_or(p.prosecdef)::text FROM ${routines} WHERE p.oid >= 16384
       GROUP BY n.nspname, p.proname
     UNION ALL SELECT 'invoker', ${relation}, NULL FROM ${relations} CROSS JOIN LATERAL pg_options_to_table(c.reloptions) o
       WHERE o.option_name = 'security_invoker' AND lower(o.option_value) IN ('true', 'on', 'yes', '1')
     UNION ALL SELECT 'sequence', ${relation}, NULL FROM ${relations} WHERE c.relkind = 'S'`,
  );
  const of = (fact: string) => rows.filter((one) => one.fact === fact);
  const names = (fact: string) => new Set(of(fact).map((one) => one.name));
  const texts = (fact: string) => of(fact).map(({ name, value }) => [name, value ?? ""] as const);
  return {
    secured: names("secured"),
    forced: new Set(texts("secured").flatMap(([name, value]) => (value === "true" ? [name] : []))),
    policies: new Map(
      texts("policy").map(([name, text]) => [name, { isPermissive: text.startsWith("true "), text }] as const),
    ),
    public: new Set(texts("public").map(([name, value]) => `${name} ${value}`)),
    owners: new Map(texts("owner")),
    routines: new Map(texts("routine").map(([name, value]) => [name, value === "true"])),
    invokerViews: names("invoker"),
    sequences: names("sequence"),
  };
}
