import type { SnapshotSection } from "./snapshot-section";
import { isOwnObject, isUserSchema, roleName } from "./sql-fragments";

function textSearchSection(kind: string, catalog: string, prefix: string, facts: string): SnapshotSection {
  return {
    kind,
    covers: [catalog],
    sql: `SELECT format('%I.%I', n.nspname, x.${prefix}name) AS name, jsonb_strip_nulls(jsonb_build_object(${facts})) AS facts
      FROM ${catalog} x JOIN pg_namespace n ON n.oid = x.${prefix}namespace
      WHERE ${isUserSchema("n")} AND ${isOwnObject(catalog, "x.oid")}`,
  };
}

const named = (catalog: string, prefix: string, oid: string) =>
  `(SELECT format('%I.%I', m.nspname, y.${prefix}name) FROM ${catalog} y JOIN pg_namespace m ON m.oid = y.${prefix}namespace WHERE y.oid = ${oid})`;

export const textSearchSections: readonly SnapshotSection[] = [
  textSearchSection(
    "text search configuration",
    "pg_ts_config",
    "cfg",
    `'owner', ${roleName("x.cfgowner")}, 'parser', ${named("pg_ts_parser", "prs", "x.cfgparser")},
     'mappings', (SELECT jsonb_agg(t.alias || ' ' || c.mapseqno || ' ' || c.mapdict::regdictionary::text ORDER BY c.maptokentype, c.mapseqno)
       FROM pg_ts_config_map c JOIN ts_token_type(x.cfgparser) t ON t.tokid = c.maptokentype WHERE c.mapcfg = x.oid)`,
  ),
  textSearchSection(
    "text search dictionary",
    "pg_ts_dict",
    "dict",
    `'owner', ${roleName("x.dictowner")}, 'template', ${named("pg_ts_template", "tmpl", "x.dicttemplate")}, 'options', x.dictinitoption`,
  ),
  textSearchSection(
    "text search parser",
    "pg_ts_parser",
    "prs",
    "'start', x.prsstart::regproc::text, 'token', x.prstoken::regproc::text, 'end', x.prsend::regproc::text, 'headline', x.prsheadline::regproc::text, 'types', x.prslextype::regproc::text",
  ),
  textSearchSection(
    "text search template",
    "pg_ts_template",
    "tmpl",
    "'init', x.tmplinit::regproc::text, 'lexize', x.tmpllexize::regproc::text",
  ),
];
