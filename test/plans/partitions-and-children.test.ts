import { provesBothWays } from "./proves-both-ways";

const triggered = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;";
const parts =
  "CREATE TABLE p (a int, b text DEFAULT 'x') PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);";
const trigger = `${parts} ${triggered} CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();`;
const loose = (table: string) =>
  `CREATE TABLE ${table} (a int, b int); ALTER TABLE ${table} ADD CONSTRAINT n NOT NULL a NOT VALID;`;
const line = "CREATE TABLE b (id int, v int, x int); CREATE TABLE c (y int) INHERITS (b);";
const referred = (column: string) =>
  `CREATE TABLE p (id int, k int, PRIMARY KEY (id, k)) PARTITION BY LIST (k); CREATE TABLE r (id int, k int${column}, FOREIGN KEY (id, k) REFERENCES p);`;
const ofOrders = `CREATE VIEW m AS SELECT at, sum(n) AS n FROM o GROUP BY at; CREATE VIEW v WITH (security_barrier) AS SELECT * FROM m; COMMENT ON VIEW v IS 'x'; GRANT SELECT ON v TO pg_monitor;
  CREATE FUNCTION one(o) RETURNS int LANGUAGE sql AS 'SELECT ($1).id'; CREATE FUNCTION many() RETURNS SETOF o LANGUAGE sql BEGIN ATOMIC SELECT * FROM o; END; CREATE TRIGGER tr BEFORE INSERT ON o FOR EACH ROW EXECUTE FUNCTION f();`;

/** Tables in families, partitions or children, and the NOT NULL that they have from one another or alone. */
provesBothWays([
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
  ["the state of a partition's trigger", trigger, `${trigger} ALTER TABLE p1 DISABLE TRIGGER tr;`],
  ["the default of a partition", parts, `${parts} ALTER TABLE p1 ALTER b SET DEFAULT 'y';`],
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
]);
