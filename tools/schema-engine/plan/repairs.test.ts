import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import { provePlan } from "../prove/prove-plan";
import { loadFiles } from "../source/load-files";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

const t = "CREATE TABLE t (id int PRIMARY KEY, a text, n int);";
const f = "CREATE FUNCTION f(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2';";
const kinds = "CREATE TYPE mood AS ENUM ('a', 'b');";

const u = "CREATE TABLE t (a int, b text);";
const triggered = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;";
const parts =
  "CREATE TABLE p (a int, b text DEFAULT 'x') PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);";
const trigger = `${parts} ${triggered} CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();`;
const view = `${u} CREATE VIEW v AS SELECT a FROM t;`;
const foreign = (options: string) =>
  `CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE FOREIGN TABLE ft (a int${options}) SERVER s;`;
const dependants = (
  type: string,
) => `${triggered} CREATE TABLE t (a ${type}, b text); CREATE POLICY p ON t FOR SELECT USING (a > 0);
  CREATE TRIGGER tr BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (NEW.a > 1) EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER tr; COMMENT ON TRIGGER tr ON t IS 'it''s';
  CREATE RULE r AS ON INSERT TO t WHERE NEW.a = 5 DO INSTEAD NOTHING;`;
const triple = `CREATE TYPE triple AS (a int, b int);
  CREATE FUNCTION part(text) RETURNS triple IMMUTABLE LANGUAGE sql AS $$ SELECT ROW(1, length($1))::triple $$;`;
const loose = (table: string) =>
  `CREATE TABLE ${table} (a int, b int); ALTER TABLE ${table} ADD CONSTRAINT n NOT NULL a NOT VALID;`;
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
const line = "CREATE TABLE b (id int, v int, x int); CREATE TABLE c (y int) INHERITS (b);";
const referred = (column: string) =>
  `CREATE TABLE p (id int, k int, PRIMARY KEY (id, k)) PARTITION BY LIST (k); CREATE TABLE r (id int, k int${column}, FOREIGN KEY (id, k) REFERENCES p);`;
const ofOrders = `CREATE VIEW m AS SELECT at, sum(n) AS n FROM o GROUP BY at; CREATE VIEW v WITH (security_barrier) AS SELECT * FROM m; COMMENT ON VIEW v IS 'x'; GRANT SELECT ON v TO pg_monitor;
  CREATE FUNCTION one(o) RETURNS int LANGUAGE sql AS 'SELECT ($1).id'; CREATE FUNCTION many() RETURNS SETOF o LANGUAGE sql BEGIN ATOMIC SELECT * FROM o; END; CREATE TRIGGER tr BEFORE INSERT ON o FOR EACH ROW EXECUTE FUNCTION f();`;
const computed = "CREATE TABLE t (a int PRIMARY KEY, g int GENERATED ALWAYS AS (a * 2) STORED);";
const bounded = (options: string) => `CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY ${options});`;

/** What the engine leaves out or says in an order that PostgreSQL refuses: proved there and back all the same. */
test.each([
  [
    "a stored generated column that becomes virtual, with an index and a check",
    "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED NOT NULL CHECK (b % 2 = 0)); CREATE INDEX i ON t (b); COMMENT ON COLUMN t.b IS 'twice';",
    "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL NOT NULL CHECK (b % 2 = 0)); COMMENT ON COLUMN t.b IS 'twice';",
  ],
  [
    "a new child with a NOT NULL of its own beside its parent's",
    "",
    "CREATE TABLE p (id int PRIMARY KEY, v int NOT NULL); CREATE TABLE c (PRIMARY KEY (id)) INHERITS (p); ALTER TABLE c ALTER v SET NOT NULL;",
  ],
  [
    "a NOT NULL that moves from a child to its parent",
    "CREATE TABLE p (v int); CREATE TABLE c (w int) INHERITS (p); ALTER TABLE c ALTER v SET NOT NULL;",
    "CREATE TABLE p (v int NOT NULL); CREATE TABLE c (w int) INHERITS (p);",
  ],
  [
    "new children of parents that get a column",
    "CREATE TABLE p (id int, a text); CREATE TABLE c (b int) INHERITS (p);",
    "CREATE TABLE p (id int, a text, z int DEFAULT 3); CREATE TABLE c (b int, y int) INHERITS (p); CREATE TABLE d (x int) INHERITS (c); CREATE TABLE e (w int) INHERITS (d);",
  ],
  [
    "the sequence of a table that is not logged",
    "",
    "CREATE UNLOGGED TABLE cache (id serial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY); CREATE TABLE t (id serial);",
  ],
  [
    "a function that gives another type, and a column that has it as its default",
    `CREATE FUNCTION tid() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1'; CREATE TABLE t (id int, a int NOT NULL DEFAULT tid()); CREATE VIEW v AS SELECT * FROM t WHERE a = tid(); CREATE POLICY p ON t USING (a = tid());`,
    `CREATE FUNCTION tid() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 1::bigint'; CREATE TABLE t (id int, a bigint NOT NULL DEFAULT tid()); CREATE VIEW v AS SELECT * FROM t WHERE a = tid(); CREATE POLICY p ON t USING (a = tid());`,
  ],
  [
    "NOT NULL of new children and of children alone, named too",
    `${line}`,
    `${line} ALTER TABLE c ALTER v SET NOT NULL; CREATE TABLE d (z int) INHERITS (c); ALTER TABLE d ADD CONSTRAINT dx NOT NULL x;`,
  ],
  [
    "partitions that come and go while foreign keys refer to their parent",
    `${referred("")} CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);`,
    `${referred(", x int")} CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE TABLE p3 PARTITION OF p FOR VALUES IN (3);`,
  ],
  [
    "a table that becomes partitioned under a foreign key that refers to it",
    "CREATE TABLE b (id int PRIMARY KEY, v int); CREATE TABLE r (id int CONSTRAINT f REFERENCES b);",
    "CREATE TABLE b (id int PRIMARY KEY, v int) PARTITION BY HASH (id); CREATE TABLE b1 PARTITION OF b FOR VALUES WITH (MODULUS 1, REMAINDER 0); CREATE TABLE r (id int CONSTRAINT f REFERENCES b);",
  ],
  [
    "a NOT NULL of partitions alone, old and new",
    "CREATE TABLE p (id int, v text) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p (v NOT NULL) FOR VALUES IN (2);",
    "CREATE TABLE p (id int, v text) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p (v NOT NULL) FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE TABLE p3 PARTITION OF p (v NOT NULL, PRIMARY KEY (id)) FOR VALUES IN (3);",
  ],
  [
    "a NOT NULL that only one of the partitions keeps",
    "CREATE TABLE p (id int, v text NOT NULL) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);",
    "CREATE TABLE p (id int, v text) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p (v NOT NULL) FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);",
  ],
  [
    "a child that gets a key on what its parent has",
    "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (b int) INHERITS (p);",
    "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (b int, PRIMARY KEY (id)) INHERITS (p);",
  ],
  [
    "a table that becomes partitioned, under views, and functions of its rows",
    `${triggered} CREATE TABLE o (id int PRIMARY KEY, at date, n int); CREATE INDEX i ON o (n); CREATE TABLE l (o int REFERENCES o); ${ofOrders}`,
    `${triggered} CREATE TABLE o (id int, at date, n int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE TABLE o1 PARTITION OF o DEFAULT; CREATE INDEX i ON o (n); CREATE TABLE l (o int); ${ofOrders}`,
  ],
  [
    "a text with a default that becomes a new enum",
    "CREATE TABLE t (role text DEFAULT 'user' NOT NULL CHECK (role <> '')); CREATE VIEW v AS SELECT role FROM t;",
    "CREATE TYPE r AS ENUM ('user', 'admin'); CREATE TABLE t (role r DEFAULT 'user' NOT NULL); CREATE VIEW v AS SELECT role FROM t;",
  ],
  [
    "privileges on the sequence of a new identity",
    t,
    `${t} CREATE TABLE n (id bigint GENERATED ALWAYS AS IDENTITY);
     GRANT USAGE ON SEQUENCE n_id_seq TO pg_monitor; GRANT SELECT ON SEQUENCE n_id_seq TO PUBLIC;`,
  ],
  [
    "privileges on the sequence of an identity that was there",
    "CREATE TABLE n (id bigint GENERATED ALWAYS AS IDENTITY); GRANT USAGE, SELECT ON SEQUENCE n_id_seq TO pg_monitor;",
    `CREATE TABLE n (id bigint GENERATED ALWAYS AS IDENTITY);
     GRANT SELECT ON SEQUENCE n_id_seq TO pg_monitor WITH GRANT OPTION; GRANT UPDATE ON SEQUENCE n_id_seq TO PUBLIC;`,
  ],
  [
    "default privileges on sequences, beside a new identity",
    t,
    `${t} ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO pg_monitor; CREATE TABLE n (id bigint GENERATED BY DEFAULT AS IDENTITY);`,
  ],
  [
    "NOT NULL that is not inherited, beside a child",
    "CREATE TABLE t (a int NOT NULL, b int); CREATE TABLE k (x int) INHERITS (t);",
    "CREATE TABLE t (a int NOT NULL NO INHERIT, b int CONSTRAINT b_is_there NOT NULL NO INHERIT, c int NOT NULL NO INHERIT); CREATE TABLE k (x int) INHERITS (t);",
  ],
  [
    "NOT NULL that is not validated: of tables, parents, children and new columns",
    `${loose("t")} ${loose("p")} CREATE TABLE k (x int) INHERITS (p); CREATE TABLE q (a int); CREATE TABLE r () INHERITS (q); ALTER TABLE r ADD CONSTRAINT n NOT NULL a NOT VALID;`,
    `CREATE TABLE t (a int CONSTRAINT n NOT NULL NO INHERIT, b int); COMMENT ON CONSTRAINT n ON t IS 'x'; CREATE TABLE p (a int CONSTRAINT n NOT NULL, b int); CREATE TABLE k (x int) INHERITS (p);
     CREATE TABLE q (a int NOT NULL); CREATE TABLE r () INHERITS (q); ${loose("new")}`,
  ],
  [
    "NOT NULL that is not validated: of partitions below partitions",
    "CREATE TABLE t (a int, b int) PARTITION BY LIST (b); CREATE TABLE c PARTITION OF t FOR VALUES IN (1) PARTITION BY RANGE (b); CREATE TABLE d PARTITION OF c FOR VALUES FROM (0) TO (9); ALTER TABLE d ADD CONSTRAINT n NOT NULL a NOT VALID; ALTER TABLE t ADD CONSTRAINT o NOT NULL b NOT VALID;",
    "CREATE TABLE t (a int CONSTRAINT n NOT NULL, b int NOT NULL) PARTITION BY LIST (b); CREATE TABLE c PARTITION OF t FOR VALUES IN (1) PARTITION BY RANGE (b); CREATE TABLE d PARTITION OF c FOR VALUES FROM (0) TO (9);",
  ],
  [
    "NOT NULL that is not validated: of new tables, parents, children, partitions and columns",
    "CREATE TABLE e (a int); CREATE TABLE r (a int);",
    `CREATE TABLE r (a int); ALTER TABLE r ADD CONSTRAINT n NOT NULL a NOT VALID; CREATE TABLE s (b int) INHERITS (r); CREATE TABLE e (a int, "Ü b" text); ALTER TABLE e ADD CONSTRAINT n NOT NULL "Ü b" NOT VALID; CREATE TABLE p ("Ü" text, c int, d int NOT NULL); ALTER TABLE p ADD CONSTRAINT n NOT NULL "Ü" NOT VALID;
     ALTER TABLE p ADD CONSTRAINT m NOT NULL c NOT VALID; COMMENT ON CONSTRAINT m ON p IS 'x'; CREATE TABLE k (x int) INHERITS (p); ALTER TABLE k ADD CONSTRAINT o NOT NULL x NOT VALID;
     CREATE TABLE q (a int, b int) PARTITION BY LIST (a); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1); ALTER TABLE q ADD CONSTRAINT n NOT NULL a NOT VALID; ALTER TABLE q ADD CONSTRAINT o NOT NULL b NOT VALID;
     CREATE TABLE q2 PARTITION OF q FOR VALUES IN (2); CREATE TABLE w (a int CONSTRAINT n NOT NULL NO INHERIT);`,
  ],
  ["NOT NULL that is not validated, under a primary key", loose("t"), "CREATE TABLE t (a int PRIMARY KEY, b int);"],
  [
    "a generated column whose function finds a type along the search path",
    `${triple} CREATE TABLE v (num text);`,
    `${triple} CREATE TABLE v (num text, t triple GENERATED ALWAYS AS (part(num)) STORED);`,
  ],
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
    "a range type, whose cast comes with it",
    "",
    "CREATE TYPE r AS RANGE (subtype = float8, multirange_type_name = many); CREATE TABLE x (a r, b many);",
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
  [
    "a change from one enum to another",
    "CREATE TYPE m AS ENUM ('a'); CREATE TYPE o AS ENUM ('a', 'b'); CREATE TABLE e (x m);",
    "CREATE TYPE m AS ENUM ('a'); CREATE TYPE o AS ENUM ('a', 'b'); CREATE TABLE e (x o);",
  ],
  ["the state of a partition's trigger", trigger, `${trigger} ALTER TABLE p1 DISABLE TRIGGER tr;`],
  ["the default of a partition", parts, `${parts} ALTER TABLE p1 ALTER b SET DEFAULT 'y';`],
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
  [
    "a table of a type",
    `CREATE TYPE ct AS (a int); CREATE TABLE o (a int);`,
    `CREATE TYPE ct AS (a int); CREATE TABLE o OF ct;`,
  ],
  ["comments of statistics", u, `${u} CREATE STATISTICS s ON a, b FROM t; COMMENT ON STATISTICS s IS 'c';`],
  ["a type under triggers, policies and rules", dependants("int"), dependants("bigint")],
  ["bounds that the counter is out of", bounded(""), bounded("(MINVALUE 5 MAXVALUE 500 START 5)")],
  [
    "an array of texts that becomes a single number, under an index that only one of them can have",
    "CREATE TABLE t (a text[]); CREATE INDEX i ON t USING gin (a);",
    "CREATE TABLE t (a int); CREATE INDEX i ON t (a);",
  ],
  ["types without a cast", "CREATE TABLE t (a int, b timestamp);", "CREATE TABLE t (a int[], b bigint);"],
  [
    "a change from an array of one enum to one of another",
    "CREATE TYPE m AS ENUM ('a'); CREATE TYPE o AS ENUM ('a', 'b'); CREATE TABLE e (x m[]);",
    "CREATE TYPE m AS ENUM ('a'); CREATE TYPE o AS ENUM ('a', 'b'); CREATE TABLE e (x o[]);",
  ],
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
  [
    "an identity with bounds that only the new type holds",
    "CREATE TABLE t (id serial PRIMARY KEY);",
    "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1000) PRIMARY KEY);",
  ],
  [
    "a child that says its parents' columns again",
    "CREATE TABLE p (id int PRIMARY KEY, x int);",
    "CREATE TABLE p (id int PRIMARY KEY, x int); CREATE TABLE c (x int, y int) INHERITS (p);",
  ],
  [
    "a child of two parents, with a type that is new",
    "CREATE TABLE p (x int);",
    "CREATE TYPE m AS ENUM ('a'); CREATE TABLE p (x int, z m); CREATE TABLE q (x int); CREATE TABLE c (y m, x int DEFAULT 5 NOT NULL, z m) INHERITS (p, q);",
  ],
  ["identity of a nullable column", "CREATE TABLE e (x int);", "CREATE TABLE e (x int GENERATED ALWAYS AS IDENTITY);"],
])("%s", async (_, before, after) => {
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  for (const [from, to] of [
    [before, after],
    [after, before],
  ] as const) {
    const plan = await provePlan({ shadow, engine: deltaEngine, from: await load(from), to: await load(to) });
    expect(plan).toHaveProperty("up");
    expect("up" in plan && plan.notes.filter((one) => one.includes("not managed"))).toEqual([]);
  }
});
