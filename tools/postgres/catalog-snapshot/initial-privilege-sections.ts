import type { SnapshotSection } from "./snapshot-section";
import { privileges } from "./sql-fragments";

interface Owned {
  readonly catalog: string;
  readonly acl: string;
  readonly owner: string;
  /** Type of object, as `acldefault` names it. */
  readonly kind: string;
  /** Further rows are left out. */
  readonly isPart?: string;
}

const owned: readonly Owned[] = [
  {
    catalog: "pg_class",
    acl: "relacl",
    owner: "relowner",
    kind: "r",
    isPart: "part.relkind IN ('r', 'p', 'v', 'm', 'f')",
  },
  { catalog: "pg_class", acl: "relacl", owner: "relowner", kind: "s", isPart: "part.relkind = 'S'" },
  { catalog: "pg_proc", acl: "proacl", owner: "proowner", kind: "f" },
  { catalog: "pg_type", acl: "typacl", owner: "typowner", kind: "T" },
  { catalog: "pg_namespace", acl: "nspacl", owner: "nspowner", kind: "n" },
  { catalog: "pg_language", acl: "lanacl", owner: "lanowner", kind: "l" },
  { catalog: "pg_foreign_data_wrapper", acl: "fdwacl", owner: "fdwowner", kind: "F" },
];

/**
 * Privileges of what an extension brought along are the extension's own, until somebody changes them: `pg_init_privs` holds what they were
 * (PostgreSQL manual, 53.29).
 */
function changedPrivileges({ catalog, acl, owner, kind, isPart = "true" }: Owned): string {
  const now = privileges(`part.${acl}`, kind, `part.${owner}`);
  const then = privileges("i.initprivs", kind, `part.${owner}`);
  return `SELECT o.type || ' ' || o.identity AS name, jsonb_build_object('privileges', ${now}) AS facts
    FROM pg_catalog.${catalog} part
    JOIN pg_depend e ON e.classid = 'pg_catalog.${catalog}'::regclass AND e.objid = part.oid AND e.deptype = 'e'
    LEFT JOIN pg_init_privs i ON i.classoid = e.classid AND i.objoid = part.oid AND i.objsubid = 0
    CROSS JOIN LATERAL pg_identify_object('pg_catalog.${catalog}'::regclass, part.oid, 0) o
    WHERE (part.${acl} IS NOT NULL OR i.initprivs IS NOT NULL) AND ${isPart} AND ${now} IS DISTINCT FROM ${then}`;
}

export const initialPrivilegeSections: readonly SnapshotSection[] = [
  {
    kind: "privileges of a part of an extension",
    covers: [],
    sql: owned.map(changedPrivileges).join(" UNION ALL "),
  },
];
