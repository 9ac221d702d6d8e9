import type { SnapshotSection } from "./snapshot-section";
import { isMadeByUser, isOwnObject, isUserSchema, privileges, roleName } from "./sql-fragments";

const ownRoutines = `FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_proc", "p.oid")}`;
const routineName = "format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS name";
const routineFacts = `'owner', ${roleName("p.proowner")}, 'privileges', ${privileges("p.proacl", "f", "p.proowner")}`;
/** Of an operator class, or loose in its family. */
const memberOf = (catalog: string, oid: string) =>
  `coalesce((SELECT ' of ' || c.opcname FROM pg_depend d JOIN pg_opclass c ON c.oid = d.refobjid
    WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.refclassid = 'pg_opclass'::regclass AND d.deptype = 'i'), '')`;
const procedure = (oid: string) => `CASE WHEN ${oid} <> 0 THEN ${oid}::regprocedure::text END`;

export const routineSections: readonly SnapshotSection[] = [
  {
    kind: "routine",
    covers: ["pg_proc"],
    sql: `SELECT ${routineName}, jsonb_build_object(${routineFacts}, 'definition', pg_get_functiondef(p.oid)) AS facts
      ${ownRoutines} AND p.prokind IN ('f', 'p', 'w')`,
  },
  {
    kind: "aggregate",
    covers: ["pg_aggregate"],
    sql: `SELECT ${routineName}, jsonb_strip_nulls(jsonb_build_object(${routineFacts},
        'returns', format_type(p.prorettype, NULL), 'kind', a.aggkind, 'direct arguments', a.aggnumdirectargs, 'parallel', p.proparallel,
        'state function', ${procedure("a.aggtransfn")}, 'state type', format_type(a.aggtranstype, NULL), 'state size', a.aggtransspace,
        'initial', a.agginitval, 'final function', ${procedure("a.aggfinalfn")}, 'final extra', a.aggfinalextra, 'final modifies', a.aggfinalmodify,
        'combine', ${procedure("a.aggcombinefn")}, 'serialise', ${procedure("a.aggserialfn")}, 'deserialise', ${procedure("a.aggdeserialfn")},
        'moving state function', ${procedure("a.aggmtransfn")}, 'moving inverse', ${procedure("a.aggminvtransfn")},
        'moving final', ${procedure("a.aggmfinalfn")}, 'moving initial', a.aggminitval, 'moving state size', a.aggmtransspace,
        'moving final extra', a.aggmfinalextra, 'moving final modifies', a.aggmfinalmodify,
        'moving state type', CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END,
        'sort operator', CASE WHEN a.aggsortop <> 0 THEN a.aggsortop::regoperator::text END)) AS facts
      ${ownRoutines.replace("WHERE", "JOIN pg_aggregate a ON a.aggfnoid = p.oid WHERE")}`,
  },
  {
    kind: "cast",
    covers: ["pg_cast"],
    sql: `SELECT format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) AS name,
        jsonb_strip_nulls(jsonb_build_object('function', ${procedure("c.castfunc")}, 'context', c.castcontext, 'method', c.castmethod)) AS facts
      FROM pg_cast c WHERE ${isMadeByUser("c.oid")} AND ${isOwnObject("pg_cast", "c.oid")}`,
  },
  {
    kind: "operator",
    covers: ["pg_operator"],
    sql: `SELECT o.oid::regoperator::text AS name, jsonb_strip_nulls(jsonb_build_object('owner', ${roleName("o.oprowner")},
        'function', o.oprcode::regproc::text, 'result', format_type(o.oprresult, NULL), 'can merge', o.oprcanmerge, 'can hash', o.oprcanhash,
        'commutator', CASE WHEN o.oprcom <> 0 THEN o.oprcom::regoperator::text END, 'negator', CASE WHEN o.oprnegate <> 0 THEN o.oprnegate::regoperator::text END,
        'restrict', nullif(o.oprrest::regproc::text, '-'), 'join', nullif(o.oprjoin::regproc::text, '-'))) AS facts
      FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
      WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_operator", "o.oid")}`,
  },
  {
    kind: "operator family",
    covers: ["pg_opfamily", "pg_amop", "pg_amproc"],
    sql: `SELECT format('%I.%I USING %I', n.nspname, f.opfname, m.amname) AS name, jsonb_strip_nulls(jsonb_build_object(
        'owner', ${roleName("f.opfowner")},
        'operators', (SELECT jsonb_agg(x.entry ORDER BY x.entry COLLATE "C") FROM (SELECT o.amopstrategy || ' ' || o.amopopr::regoperator::text || ' ' || o.amoppurpose::text
          || coalesce((SELECT ' by ' || s.opfname FROM pg_opfamily s WHERE s.oid = o.amopsortfamily), '') || ${memberOf("pg_amop", "o.oid")} AS entry
          FROM pg_amop o WHERE o.amopfamily = f.oid) x),
        'functions', (SELECT jsonb_agg(x.entry ORDER BY x.entry COLLATE "C") FROM (SELECT q.amprocnum || ' ' || format_type(q.amproclefttype, NULL) || ' '
          || format_type(q.amprocrighttype, NULL) || ' ' || q.amproc::regprocedure::text || ${memberOf("pg_amproc", "q.oid")} AS entry FROM pg_amproc q WHERE q.amprocfamily = f.oid) x))) AS facts
      FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
      WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_opfamily", "f.oid")}`,
  },
  {
    kind: "operator class",
    covers: ["pg_opclass"],
    sql: `SELECT format('%I.%I USING %I', n.nspname, c.opcname, m.amname) AS name, jsonb_strip_nulls(jsonb_build_object(
        'owner', ${roleName("c.opcowner")}, 'type', format_type(c.opcintype, NULL), 'is default', c.opcdefault,
        'family', (SELECT format('%I.%I', y.nspname, f.opfname) FROM pg_opfamily f JOIN pg_namespace y ON y.oid = f.opfnamespace WHERE f.oid = c.opcfamily),
        'stored type', CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END)) AS facts
      FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod
      WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_opclass", "c.oid")}`,
  },
];
