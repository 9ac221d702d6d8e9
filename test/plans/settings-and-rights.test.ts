import { provesBothWays } from "./proves-both-ways";

const t = "CREATE TABLE t (id int PRIMARY KEY, a text, n int);";
const f = "CREATE FUNCTION f(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2';";
const kinds = "CREATE TYPE mood AS ENUM ('a', 'b');";
const u = "CREATE TABLE t (a int, b text);";
const view = `${u} CREATE VIEW v AS SELECT a FROM t;`;
const foreign = (options: string) =>
  `CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE FOREIGN TABLE ft (a int${options}) SERVER s;`;
const stored = (column: string) =>
  `CREATE TABLE p (a int, ${column}) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE i (${column}); CREATE TABLE k (b int) INHERITS (i);
   CREATE MATERIALIZED VIEW v AS SELECT * FROM i;`;
const storedOtherwise = `${stored("c text STORAGE EXTERNAL COMPRESSION pglz")} ALTER TABLE p1 ALTER c SET STORAGE MAIN; ALTER TABLE ONLY i ALTER c SET STORAGE PLAIN;
   ALTER TABLE k ALTER c SET COMPRESSION default; ALTER TABLE v ALTER c SET STORAGE MAIN, ALTER c SET COMPRESSION pglz;`;
const compared =
  "CREATE TABLE t (a text, b text, CHECK (a OPERATOR(public.~<<) b)); CREATE VIEW v AS SELECT a OPERATOR(public.~<<) b AS c FROM t;";
const remote = (version: string, server: string, table: string, mapping: string) =>
  `CREATE EXTENSION postgres_fdw; CREATE SERVER s ${version} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (${server}); CREATE FOREIGN TABLE ft (id int NOT NULL, CHECK (id > 0)) SERVER s OPTIONS (${table});
   CREATE VIEW v AS SELECT id FROM ft; CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (${mapping}); CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (${mapping}); COMMENT ON SERVER s IS 'x';`;
const computed = "CREATE TABLE t (a int PRIMARY KEY, g int GENERATED ALWAYS AS (a * 2) STORED);";

const instead =
  "CREATE TABLE t (id int, a text, b text); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;";
const put =
  "CREATE VIEW e AS SELECT a FROM d; CREATE TRIGGER put INSTEAD OF INSERT ON d FOR EACH ROW EXECUTE FUNCTION f();";

/** Operators, statistics, storage, options and privileges. */
provesBothWays([
  [
    "an operator",
    "",
    `${f} CREATE OPERATOR public.~<< (FUNCTION = f, LEFTARG = text, RIGHTARG = text, RESTRICT = scalargtsel);`,
  ],
  [
    "an operator that changes",
    `${f} CREATE OPERATOR public.~<< (FUNCTION = f, LEFTARG = text, RIGHTARG = text);`,
    `${f} CREATE OPERATOR public.~<< (FUNCTION = f, LEFTARG = text, RIGHTARG = text, HASHES);`,
  ],
  [
    "selectivity and owner of an operator in use",
    `${f} CREATE ROLE selective; GRANT CREATE ON SCHEMA public TO selective; CREATE OPERATOR public.~<< (FUNCTION = f, LEFTARG = text, RIGHTARG = text, RESTRICT = eqsel, JOIN = eqjoinsel); ${compared}`,
    `${f} CREATE ROLE selective; GRANT CREATE ON SCHEMA public TO selective; CREATE FUNCTION sel(internal, oid, internal, integer) RETURNS float8 LANGUAGE internal AS 'neqsel';
     CREATE OPERATOR public.~<< (FUNCTION = f, LEFTARG = text, RIGHTARG = text, RESTRICT = sel); ALTER OPERATOR ~<<(text, text) OWNER TO selective; ${compared}`,
  ],
  [
    "an operator that changes with the body of its function, its commutator and its negator",
    `${f} CREATE FUNCTION g(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <= $2'; CREATE OPERATOR public.~<< (FUNCTION = f, LEFTARG = text, RIGHTARG = text); CREATE OPERATOR public.~<= (FUNCTION = g, LEFTARG = text, RIGHTARG = text);`,
    `${f.replace("IMMUTABLE AS", "IMMUTABLE PARALLEL SAFE AS")} CREATE FUNCTION g(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <= $2'; CREATE ROLE selective; GRANT CREATE ON SCHEMA public TO selective;
     CREATE OPERATOR public.~<< (FUNCTION = f, LEFTARG = text, RIGHTARG = text, COMMUTATOR = ~<<, NEGATOR = ~<=, HASHES, MERGES); COMMENT ON OPERATOR ~<<(text, text) IS 'x';
     CREATE OPERATOR public.~<= (FUNCTION = g, LEFTARG = text, RIGHTARG = text, NEGATOR = ~<<); ALTER OPERATOR ~<=(text, text) OWNER TO selective;`,
  ],
  [
    "casts",
    kinds,
    `${kinds} CREATE CAST (text AS mood) WITH INOUT AS IMPLICIT; CREATE FUNCTION g(mood) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE CAST (mood AS int) WITH FUNCTION g(mood) AS ASSIGNMENT;`,
  ],
  [
    "extended statistics",
    t,
    `${t} CREATE STATISTICS s (ndistinct) ON a, n FROM t; ALTER STATISTICS s SET STATISTICS 50;`,
  ],
  ["extended statistics of a table that goes", `${t} CREATE STATISTICS s ON a, n FROM t;`, ""],
  [
    "a view that is made again, with a commented trigger",
    `${instead} CREATE VIEW d AS SELECT id, a FROM t; ${put}`,
    `${instead} CREATE VIEW d AS SELECT id, b, a FROM t; ${put} COMMENT ON TRIGGER put ON d IS 'in';`,
  ],
  ["storage", t, `${t} ALTER TABLE t ALTER a SET STORAGE EXTERNAL;`],
  [
    "storage and compression of new tables, columns and types",
    "CREATE TABLE k (a int); CREATE TABLE w (c varchar(5));",
    `CREATE TABLE k (a int, c text STORAGE MAIN COMPRESSION pglz); CREATE TABLE w (c text STORAGE EXTERNAL COMPRESSION pglz);
     CREATE TABLE n (a text STORAGE PLAIN, b text STORAGE EXTERNAL, c text STORAGE MAIN COMPRESSION pglz, d numeric STORAGE EXTENDED, e bytea COMPRESSION pglz);`,
  ],
  ["storage and compression of new partitions, children and materialized views", "", storedOtherwise],
  ["storage and compression of partitions, children and materialized views", stored("c text"), storedOtherwise],
  [
    "options of publications",
    `${computed} CREATE PUBLICATION p FOR TABLE t; CREATE PUBLICATION a FOR ALL TABLES WITH (publish_generated_columns = stored); CREATE PUBLICATION n WITH (publish = '');
     CREATE PUBLICATION r FOR TABLE t WITH (publish = 'insert', publish_via_partition_root = true);`,
    `${computed} CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert, truncate', publish_generated_columns = stored, publish_via_partition_root = true); COMMENT ON PUBLICATION p IS 'x';
     CREATE PUBLICATION a FOR ALL TABLES WITH (publish = 'update, delete'); CREATE PUBLICATION n WITH (publish_generated_columns = stored); CREATE PUBLICATION new FOR TABLES IN SCHEMA public WITH (publish = 'insert', publish_generated_columns = stored);
     CREATE PUBLICATION r FOR ALL TABLES WITH (publish_generated_columns = stored);`,
  ],
  [
    "statistics of columns, of new ones too",
    t,
    `${t.replace("n int", "n int, m int")} ALTER TABLE t ALTER a SET STATISTICS 500; ALTER TABLE t ALTER m SET STATISTICS 7;`,
  ],
  [
    "statistics of an index",
    `${t} CREATE INDEX i ON t (lower(a));`,
    `${t} CREATE INDEX i ON t (lower(a)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 300;`,
  ],
  ["defaults and comments of views", view, `${view} ALTER VIEW v ALTER a SET DEFAULT 5; COMMENT ON COLUMN v.a IS 'c';`],
  [
    "an index to cluster on",
    `${u} CREATE INDEX i ON t (a);`,
    `${u} CREATE INDEX i ON t (a); ALTER TABLE t CLUSTER ON i;`,
  ],
  [
    "storage parameters",
    u,
    `${u} ALTER TABLE t SET (toast.autovacuum_enabled = false); ALTER TABLE t ALTER a SET (n_distinct = 5);`,
  ],
  ["compression", u, `${u} ALTER TABLE t ALTER b SET COMPRESSION pglz;`],
  [
    "options and versions of servers, wrappers, mappings and foreign tables",
    `${remote("VERSION '1'", "host '10.0.0.1', dbname 'x y'", "schema_name 's', table_name 't'", "user 'u', password 'p'")} CREATE FOREIGN DATA WRAPPER w OPTIONS (a '1', b '2');`,
    `${remote("", "host 'it''s', port '5433'", "schema_name 's2', fetch_size '10'", "user 'u2'")} CREATE FOREIGN DATA WRAPPER w OPTIONS (b '3', "C d" '4');`,
  ],
  ["options of foreign columns", foreign(""), foreign(" OPTIONS (column_name 'o''x')")],
  ["comments of statistics", u, `${u} CREATE STATISTICS s ON a, b FROM t; COMMENT ON STATISTICS s IS 'c';`],
  [
    "privileges of columns beside those of their table",
    "CREATE TABLE t (a int, b int); GRANT SELECT, INSERT (a) ON t TO pg_monitor;",
    "CREATE TABLE t (a int, b int); GRANT SELECT, DELETE, INSERT (a) ON t TO pg_monitor;",
  ],
  [
    "privileges of columns to pass on, of views and of everybody",
    "CREATE TABLE t (a int, b int); CREATE VIEW v AS TABLE t; GRANT SELECT ON t, v TO pg_monitor, PUBLIC; GRANT UPDATE (a) ON t, v TO pg_monitor WITH GRANT OPTION; GRANT INSERT (b) ON t TO PUBLIC;",
    "CREATE TABLE t (a int, b int); CREATE VIEW v AS TABLE t; GRANT UPDATE (a), INSERT (b) ON t, v TO pg_monitor WITH GRANT OPTION; GRANT INSERT (b) ON t TO PUBLIC;",
  ],
]);
