import { archiveSchema } from "../archive-schema";
import type { SnapshotSection } from "./snapshot-section";
import { isMadeByUser, isOwnObject, isUserSchema, privileges, roleName, withoutOwnGrants } from "./sql-fragments";

export const schemaSections: readonly SnapshotSection[] = [
  {
    kind: "schema",
    covers: ["pg_namespace"],
    sql: `SELECT quote_ident(n.nspname) AS name, jsonb_build_object(
        'owner', ${roleName("n.nspowner")}, 'privileges', ${privileges(withoutOwnGrants("n.nspacl", "n.nspowner"), "n", "n.nspowner")}) AS facts
      FROM pg_namespace n WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_namespace", "n.oid")}`,
  },
  {
    kind: "extension",
    covers: ["pg_extension"],
    sql: `SELECT quote_ident(e.extname) AS name, jsonb_build_object('version', e.extversion, 'schema', quote_ident(n.nspname)) AS facts
      FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE ${isMadeByUser("e.oid")}`,
  },
  {
    kind: "default privileges",
    covers: ["pg_default_acl"],
    sql: `SELECT concat_ws(' ', ${roleName("d.defaclrole")}, quote_ident(n.nspname), d.defaclobjtype::text) AS name,
        jsonb_strip_nulls(jsonb_build_object('role', ${roleName("d.defaclrole")}, 'schema', quote_ident(n.nspname), 'objects', d.defaclobjtype,
        'privileges', ${privileges("d.defaclacl", "r", "d.defaclrole")})) AS facts
      FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace`,
  },
  {
    kind: "comment",
    covers: [],
    sql: `SELECT i.type || ' ' || i.identity AS name, jsonb_build_object('text', d.description) AS facts
      FROM pg_description d
      CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
      WHERE i.identity IS NOT NULL AND (d.objoid >= 16384 OR (d.classoid = 'pg_namespace'::regclass AND d.objoid = 'public'::regnamespace))
        AND coalesce(i.schema, i.identity) NOT IN ('specline', '${archiveSchema}')
        AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')
        AND NOT EXISTS (SELECT FROM pg_constraint k JOIN pg_depend e ON e.objid IN (k.conrelid, k.contypid)
          WHERE d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid AND e.deptype = 'e' AND e.objid <> 0)`,
  },
  {
    kind: "security label",
    covers: [],
    sql: `SELECT s.provider || ' ' || i.type || ' ' || i.identity AS name, jsonb_build_object('label', s.label) AS facts
      FROM pg_seclabel s CROSS JOIN LATERAL pg_identify_object(s.classoid, s.objoid, s.objsubid) i`,
  },
  {
    kind: "dependence on extension",
    covers: [],
    sql: `SELECT i.type || ' ' || i.identity || ' on ' || quote_ident(e.extname) AS name, '{}'::jsonb AS facts
      FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
      CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i WHERE d.deptype = 'x'`,
  },
];
