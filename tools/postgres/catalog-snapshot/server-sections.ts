import type { SnapshotSection } from "./snapshot-section";
import { isMadeByUser, isOwnObject, isUserSchema, privileges, roleName, sorted, sortedDigests } from "./sql-fragments";

export const serverSections: readonly SnapshotSection[] = [
  {
    kind: "publication",
    covers: ["pg_publication", "pg_publication_rel", "pg_publication_namespace"],
    sql: `SELECT quote_ident(p.pubname) AS name, to_jsonb(p) - '{oid,pubname,pubowner}'::text[] || jsonb_strip_nulls(jsonb_build_object(
        'owner', ${roleName("p.pubowner")},
        'tables', (SELECT jsonb_agg(x.entry ORDER BY x.entry COLLATE "C") FROM (SELECT concat_ws(' ', r.prrelid::regclass::text,
            (SELECT '(' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C") || ')' FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)),
            pg_get_expr(r.prqual, r.prrelid)) AS entry FROM pg_publication_rel r WHERE r.prpubid = p.oid) x),
        'schemas', (SELECT jsonb_agg(quote_ident(n.nspname) ORDER BY n.nspname COLLATE "C") FROM pg_publication_namespace s JOIN pg_namespace n ON n.oid = s.pnnspid WHERE s.pnpubid = p.oid)
      )) AS facts FROM pg_publication p`,
  },
  {
    kind: "subscription",
    covers: ["pg_subscription"],
    // A name that this version of pg_subscription does not have is the NULL of `absent`.
    sql: `SELECT quote_ident(s.subname) AS name, s.facts FROM (SELECT NULL AS subpasswordrequired, NULL AS subrunasowner, NULL AS suborigin,
        NULL AS subfailover, NULL AS subretaindeadtuples, NULL AS submaxretention) absent
      CROSS JOIN LATERAL (SELECT subname, jsonb_strip_nulls(jsonb_build_object('owner', ${roleName("subowner")}, 'enabled', subenabled,
        'publications', ${sorted("subpublications")}, 'slot', subslotname, 'binary', subbinary, 'streaming', substream, 'two phases', subtwophasestate,
        'disable on error', subdisableonerr, 'synchronous commit', subsynccommit, 'password required', subpasswordrequired,
        'run as owner', subrunasowner, 'origin', suborigin, 'failover', subfailover, 'retain dead tuples', subretaindeadtuples,
        'retention', submaxretention)) AS facts
        FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())) s`,
  },
  {
    kind: "connection of subscription",
    covers: [],
    // PostgreSQL manual, 53.54: "Access to the column subconninfo is revoked from normal users".
    isForSuperusers: true,
    sql: `SELECT quote_ident(s.subname) AS name, jsonb_build_object('text', ${sortedDigests("array[s.subconninfo]")}) AS facts
      FROM pg_subscription s WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  },
  {
    kind: "event trigger",
    covers: ["pg_event_trigger"],
    sql: `SELECT quote_ident(e.evtname) AS name, jsonb_strip_nulls(jsonb_build_object('owner', ${roleName("e.evtowner")}, 'event', e.evtevent,
        'function', e.evtfoid::regprocedure::text, 'enabled', e.evtenabled, 'tags', ${sorted("e.evttags")})) AS facts
      FROM pg_event_trigger e WHERE ${isOwnObject("pg_event_trigger", "e.oid")}`,
  },
  {
    kind: "foreign data wrapper",
    covers: ["pg_foreign_data_wrapper"],
    sql: `SELECT quote_ident(f.fdwname) AS name, jsonb_strip_nulls(jsonb_build_object('owner', ${roleName("f.fdwowner")},
        'privileges', ${privileges("f.fdwacl", "F", "f.fdwowner")}, 'handler', nullif(f.fdwhandler::regproc::text, '-'),
        'validator', nullif(f.fdwvalidator::regproc::text, '-'), 'options', ${sortedDigests("f.fdwoptions")})) AS facts
      FROM pg_foreign_data_wrapper f WHERE ${isOwnObject("pg_foreign_data_wrapper", "f.oid")}`,
  },
  {
    kind: "foreign server",
    covers: ["pg_foreign_server"],
    sql: `SELECT quote_ident(s.srvname) AS name, jsonb_strip_nulls(jsonb_build_object('owner', ${roleName("s.srvowner")},
        'privileges', ${privileges("s.srvacl", "S", "s.srvowner")}, 'wrapper', (SELECT quote_ident(f.fdwname) FROM pg_foreign_data_wrapper f WHERE f.oid = s.srvfdw),
        'type', s.srvtype, 'version', s.srvversion, 'options', ${sortedDigests("s.srvoptions")})) AS facts
      FROM pg_foreign_server s WHERE ${isOwnObject("pg_foreign_server", "s.oid")}`,
  },
  {
    kind: "user mapping",
    covers: ["pg_user_mapping"],
    sql: `SELECT CASE WHEN u.umuser = 0 THEN 'PUBLIC' ELSE ${roleName("u.umuser")} END || ' on ' || quote_ident(u.srvname) AS name,
        jsonb_strip_nulls(jsonb_build_object('options', ${sortedDigests("u.umoptions")})) AS facts FROM pg_user_mappings u`,
  },
  {
    kind: "language",
    covers: ["pg_language"],
    sql: `SELECT quote_ident(l.lanname) AS name, jsonb_strip_nulls(jsonb_build_object('owner', ${roleName("l.lanowner")}, 'is trusted', l.lanpltrusted,
        'privileges', ${privileges("l.lanacl", "l", "l.lanowner")}, 'handler', nullif(l.lanplcallfoid::regproc::text, '-'),
        'inline', nullif(l.laninline::regproc::text, '-'), 'validator', nullif(l.lanvalidator::regproc::text, '-'))) AS facts
      FROM pg_language l WHERE ${isMadeByUser("l.oid")} AND ${isOwnObject("pg_language", "l.oid")}`,
  },
  {
    kind: "access method",
    covers: ["pg_am"],
    sql: `SELECT quote_ident(a.amname) AS name, jsonb_build_object('handler', a.amhandler::regproc::text, 'type', a.amtype) AS facts
      FROM pg_am a WHERE ${isMadeByUser("a.oid")} AND ${isOwnObject("pg_am", "a.oid")}`,
  },
  {
    kind: "transform",
    covers: ["pg_transform"],
    sql: `SELECT format_type(t.trftype, NULL) || ' FOR ' || (SELECT quote_ident(l.lanname) FROM pg_language l WHERE l.oid = t.trflang) AS name,
        jsonb_build_object('from', t.trffromsql::regproc::text, 'to', t.trftosql::regproc::text) AS facts
      FROM pg_transform t WHERE ${isMadeByUser("t.oid")} AND ${isOwnObject("pg_transform", "t.oid")}`,
  },
  {
    kind: "conversion",
    covers: ["pg_conversion"],
    sql: `SELECT format('%I.%I', n.nspname, c.conname) AS name, jsonb_build_object('owner', ${roleName("c.conowner")}, 'from', c.conforencoding,
        'to', c.contoencoding, 'function', c.conproc::regproc::text, 'is default', c.condefault) AS facts
      FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_conversion", "c.oid")}`,
  },
];
