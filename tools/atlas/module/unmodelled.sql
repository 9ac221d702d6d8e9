-- What the library does not model, as (schema, text): users' objects only, none that an extension brought along.
WITH user_schema AS (
  SELECT oid, nspname FROM pg_namespace
  WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND nspname !~ '^pg_(toast_)?temp_'
), extension_member AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), relation AS (
  SELECT c.*, n.nspname, format('%I.%I', n.nspname, c.relname) AS shown
  FROM pg_class c JOIN user_schema n ON n.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
), counter AS (
  SELECT objid FROM pg_depend
  WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND refobjsubid > 0 AND deptype IN ('a', 'i')
), found AS (
  SELECT nspname, CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
      WHEN 'c' THEN 'composite type' ELSE 'sequence' END || ' ' || shown AS text
    FROM relation WHERE relkind IN ('v', 'm', 'f', 'c') OR (relkind = 'S' AND oid NOT IN (SELECT objid FROM counter))
  UNION ALL SELECT nspname, 'partition ' || shown FROM relation WHERE relkind IN ('r', 'p') AND relispartition
  UNION ALL SELECT nspname, 'inheritance of ' || shown FROM relation
    WHERE relkind = 'r' AND NOT relispartition AND oid IN (SELECT inhrelid FROM pg_inherits)
  UNION ALL SELECT nspname, 'unlogged table ' || shown FROM relation WHERE relkind IN ('r', 'p') AND relpersistence = 'u'
  UNION ALL SELECT nspname, 'row level security of ' || shown FROM relation WHERE relrowsecurity OR relforcerowsecurity
  UNION ALL SELECT nspname, 'storage options of ' || shown FROM relation WHERE relkind IN ('r', 'p') AND reloptions IS NOT NULL
  UNION ALL SELECT nspname, 'privileges on ' || shown FROM relation WHERE relacl IS NOT NULL
  UNION ALL SELECT r.nspname, 'collation of column ' || r.shown || '.' || quote_ident(a.attname)
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
    WHERE r.relkind IN ('r', 'p') AND a.attcollation <> t.typcollation
  UNION ALL SELECT r.nspname, 'deferrable constraint ' || r.shown || '.' || quote_ident(k.conname)
    FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid WHERE k.condeferrable
  UNION ALL SELECT r.nspname, 'trigger ' || r.shown || '.' || quote_ident(t.tgname)
    FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
  UNION ALL SELECT r.nspname, 'policy ' || r.shown || '.' || quote_ident(p.polname) FROM relation r JOIN pg_policy p ON p.polrelid = r.oid
  UNION ALL SELECT r.nspname, 'rule ' || r.shown || '.' || quote_ident(w.rulename)
    FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'
  UNION ALL SELECT n.nspname, 'routine ' || format('%I.%I', n.nspname, p.proname) FROM pg_proc p JOIN user_schema n ON n.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
  UNION ALL SELECT n.nspname, CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'base type' END
      || ' ' || format('%I.%I', n.nspname, t.typname)
    FROM pg_type t JOIN user_schema n ON n.oid = t.typnamespace
    WHERE (t.typtype IN ('d', 'r') OR (t.typtype IN ('b', 'p') AND t.typelem = 0))
      AND NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
  UNION ALL SELECT n.nspname, 'statistics ' || format('%I.%I', n.nspname, s.stxname) FROM pg_statistic_ext s JOIN user_schema n ON n.oid = s.stxnamespace
  UNION ALL SELECT n.nspname, 'collation ' || format('%I.%I', n.nspname, c.collname) FROM pg_collation c JOIN user_schema n ON n.oid = c.collnamespace
    WHERE NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = 'pg_collation'::regclass AND m.objid = c.oid)
  UNION ALL SELECT n.nspname, 'operator ' || format('%I.%s', n.nspname, o.oprname) FROM pg_operator o JOIN user_schema n ON n.oid = o.oprnamespace
    WHERE NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = 'pg_operator'::regclass AND m.objid = o.oid)
  UNION ALL SELECT n.nspname, 'operator family ' || format('%I.%I', n.nspname, f.opfname) FROM pg_opfamily f JOIN user_schema n ON n.oid = f.opfnamespace
    WHERE NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = 'pg_opfamily'::regclass AND m.objid = f.oid)
  UNION ALL SELECT n.nspname, 'text search configuration ' || format('%I.%I', n.nspname, c.cfgname) FROM pg_ts_config c JOIN user_schema n ON n.oid = c.cfgnamespace
    WHERE NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = 'pg_ts_config'::regclass AND m.objid = c.oid)
  UNION ALL SELECT n.nspname, 'text search dictionary ' || format('%I.%I', n.nspname, d.dictname) FROM pg_ts_dict d JOIN user_schema n ON n.oid = d.dictnamespace
    WHERE NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = 'pg_ts_dict'::regclass AND m.objid = d.oid)
  UNION ALL SELECT NULL, 'cast ' || format_type(castsource, NULL) || ' AS ' || format_type(casttarget, NULL) FROM pg_cast c WHERE c.oid >= 16384
    AND NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = 'pg_cast'::regclass AND m.objid = c.oid)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')
  UNION ALL SELECT NULL, 'extension ' || quote_ident(extname) FROM pg_extension WHERE oid >= 16384
  UNION ALL SELECT NULL, 'event trigger ' || quote_ident(evtname) FROM pg_event_trigger
  UNION ALL SELECT NULL, 'publication ' || quote_ident(pubname) FROM pg_publication
  UNION ALL SELECT NULL, 'foreign data wrapper ' || quote_ident(fdwname) FROM pg_foreign_data_wrapper WHERE oid >= 16384
    AND NOT EXISTS (SELECT FROM extension_member m WHERE m.classid = 'pg_foreign_data_wrapper'::regclass AND m.objid = pg_foreign_data_wrapper.oid)
  UNION ALL SELECT NULL, 'default privileges' FROM pg_default_acl
)
SELECT coalesce(nspname, ''), text FROM found ORDER BY text COLLATE "C"
