import type { ColumnType } from "./database";

interface Declared {
  readonly schema: string;
  readonly name: string;
}

/** Which of the enums or domains a column's type is; none where it is a type of PostgreSQL's own. */
export function ownType<One extends Declared>(type: ColumnType, declared: readonly One[]): One | undefined {
  const named = declared.filter((one) => one.name === type.name);
  if (type.schema !== undefined) return named.find((one) => one.schema === type.schema);
  if (isBuiltIn(type.name)) return undefined;
  return named.find((one) => one.schema === "public") ?? named[0];
}

/**
 * Whether a name alone means PostgreSQL's own type, whatever else is named like it: "pg_catalog is always effectively part of the
 * search path", and searched before the rest (PostgreSQL 18, 5.10.5).
 */
export function isBuiltIn(name: string): boolean {
  return builtIn.has(name);
}

const builtIn = new Set(
  `bit bool box bpchar bytea char cid cidr circle date datemultirange daterange float4 float8 inet int2 int2vector int4
  int4multirange int4range int8 int8multirange int8range interval json jsonb jsonpath line lseg macaddr macaddr8 money name
  numeric nummultirange numrange oid oidvector path pg_lsn pg_snapshot point polygon refcursor regclass regcollation
  regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype text tid time timestamp
  timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot uuid varbit varchar xid
  xid8 xml`.split(/\s+/),
);
