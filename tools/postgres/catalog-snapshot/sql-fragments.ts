import { archiveSchema } from "../archive-schema";

/** Schemas of PostgreSQL itself, of sessions, and Specline's own history. `alias` is a row of pg_namespace. */
export function isUserSchema(alias: string): string {
  return `${alias}.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'specline', '${archiveSchema}') AND ${alias}.nspname !~ '^pg_(toast_)?temp_'`;
}

/** Objects that an extension brought along belong to it (pg_depend deptype e). */
export function isOwnObject(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend made WHERE made.classid = 'pg_catalog.${catalog}'::regclass AND made.objid = ${oid} AND made.deptype = 'e')`;
}

/** Objects without a schema: OIDs below FirstNormalObjectId (16384, access/transam.h) come from initdb. */
export function isMadeByUser(oid: string): string {
  return `${oid} >= 16384`;
}

/** Setting of a transaction, an array of names: the roles that stand for whoever migrates, where that is not just the current user. */
export const ownRoles = "specline.own_roles";

/** NULL where it is not set, and '' where it was set in an earlier transaction. */
const ownRoleNames = `nullif(current_setting('${ownRoles}', true), '')::name[]`;

/**
 * Name of a role. The owner of the database and the roles that stand for whoever migrates (the current user, unless `ownRoles` says others)
 * are all `$owner`, because a shadow belongs to another role than the database that it stands for.
 */
export function roleName(oid: string): string {
  return `(SELECT CASE WHEN r.oid = (SELECT datdba FROM pg_database WHERE datname = current_database())
      OR r.rolname = ANY(coalesce(${ownRoleNames}, ARRAY[current_user]))
    THEN '$owner' ELSE r.rolname::text END FROM pg_roles r WHERE r.oid = ${oid})`;
}

/**
 * An ACL without what was granted to one of `ownRoles` on a schema of the owner of the database, as `public` is since PostgreSQL 15: who owns a
 * shadow needs no such grant, and who migrates a live database of another owner cannot do without it.
 */
export function withoutOwnGrants(acl: string, owner: string): string {
  return `(CASE WHEN ${owner} = 'pg_database_owner'::regrole AND ${ownRoleNames} IS NOT NULL THEN (SELECT array_agg(i)
    FROM unnest(${acl}) i, LATERAL aclexplode(ARRAY[i]) x WHERE NOT EXISTS (SELECT FROM pg_roles r
      WHERE r.oid = x.grantee AND r.rolname = ANY(${ownRoleNames}))) ELSE ${acl} END)`;
}

/** Privileges as sorted `grantee=PRIVILEGE`, with `*` for the grant option; what PostgreSQL grants by default is written out. */
export function privileges(acl: string, kind: string, owner: string): string {
  return `(SELECT jsonb_agg(g.entry ORDER BY g.entry COLLATE "C") FROM (
    SELECT DISTINCT CASE WHEN x.grantee = 0 THEN 'PUBLIC' ELSE ${roleName("x.grantee")} END
      || '=' || x.privilege_type || CASE WHEN x.is_grantable AND x.grantee <> ${owner} THEN '*' ELSE '' END AS entry
    FROM aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) x) g)`;
}

/** An array of texts, sorted by code unit: for option lists whose order means nothing. */
export function sorted(array: string): string {
  return `(SELECT jsonb_agg(o ORDER BY o COLLATE "C") FROM unnest(${array}) o)`;
}

/** Options that may hold a password are compared by digest. */
export function sortedDigests(array: string): string {
  return `(SELECT jsonb_agg(split_part(o, '=', 1) || '=' || left(encode(sha256(convert_to(o, 'UTF8')), 'hex'), 12) ORDER BY o COLLATE "C") FROM unnest(${array}) o)`;
}
