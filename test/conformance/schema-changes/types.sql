-- change: enum add mid
CREATE TYPE e AS ENUM ('a','c');
CREATE TABLE t (x e DEFAULT 'a');
-- to:
CREATE TYPE e AS ENUM ('a','b','c');
CREATE TABLE t (x e DEFAULT 'b');

-- change: enum remove
CREATE TYPE e AS ENUM ('a','b','c');
CREATE TABLE t (x e DEFAULT 'a' CHECK (x <> 'c'), y e[]);
CREATE INDEX i ON t (x) WHERE x = 'a';
CREATE VIEW v AS SELECT x FROM t WHERE x = 'a';
CREATE FUNCTION f(e) RETURNS e LANGUAGE sql AS 'select $1';
-- to:
CREATE TYPE e AS ENUM ('a','b');
CREATE TABLE t (x e DEFAULT 'a' CHECK (x <> 'b'), y e[]);
CREATE INDEX i ON t (x) WHERE x = 'a';
CREATE VIEW v AS SELECT x FROM t WHERE x = 'a';
CREATE FUNCTION f(e) RETURNS e LANGUAGE sql AS 'select $1';

-- change: enum reorder
CREATE TYPE e AS ENUM ('a','b');
CREATE TABLE t (x e);
-- to:
CREATE TYPE e AS ENUM ('b','a');
CREATE TABLE t (x e);

-- change: enum in partition key
CREATE TYPE e AS ENUM ('a','b');
CREATE TABLE t (x e) PARTITION BY LIST (x);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('a');
-- to:
CREATE TYPE e AS ENUM ('a','b','c');
CREATE TABLE t (x e) PARTITION BY LIST (x);
CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t2 PARTITION OF t FOR VALUES IN ('c');

-- change: domain change
CREATE DOMAIN d AS text CHECK (VALUE <> '');
CREATE TABLE t (x d);
-- to:
CREATE DOMAIN d AS text DEFAULT 'q' NOT NULL CONSTRAINT other CHECK (length(VALUE) > 1);
CREATE TABLE t (x d);

-- change: domain base
CREATE DOMAIN d AS int;
CREATE TABLE t (x d);
CREATE VIEW v AS SELECT x FROM t;
-- to:
CREATE DOMAIN d AS bigint;
CREATE TABLE t (x d);
CREATE VIEW v AS SELECT x FROM t;

-- change: composite change
CREATE TYPE c AS (a int, b text);
CREATE TABLE t (x c);
CREATE FUNCTION f(c) RETURNS int LANGUAGE sql AS 'select 1';
-- to:
CREATE TYPE c AS (a int, b text, z date);
CREATE TABLE t (x c);
CREATE FUNCTION f(c) RETURNS int LANGUAGE sql AS 'select 1';

-- change: composite type
CREATE TYPE c AS (a int, b text);
-- to:
CREATE TYPE c AS (a bigint, q text);

-- change: range
CREATE TABLE t (a int);
-- to:
CREATE TYPE fr AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE t (a int, r fr);

-- change: range change
CREATE TYPE fr AS RANGE (subtype = float8);
CREATE TABLE t (r fr);
-- to:
CREATE TYPE fr AS RANGE (subtype = numeric);
CREATE TABLE t (r fr);

-- change: collation
CREATE TABLE t (a text);
-- to:
CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE t (a text COLLATE ci);

-- change: textsearch
CREATE TABLE t (a text);
-- to:
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, STOPWORDS = english);
ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR asciiword WITH d;
CREATE TABLE t (a text);
CREATE INDEX i ON t USING gin (to_tsvector('c', a));

-- change: operator
CREATE FUNCTION eq(int, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'select $1 = $2';
-- to:
CREATE FUNCTION eq(int, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'select $1 = $2';
CREATE OPERATOR === (FUNCTION = eq, LEFTARG = int, RIGHTARG = int, COMMUTATOR = ===);
CREATE VIEW v AS SELECT 1 OPERATOR(public.===) 2 AS x;

-- change: opclass
CREATE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select btint4cmp($1,$2)';
CREATE TABLE t (a int);
-- to:
CREATE FUNCTION cmp(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'select btint4cmp($1,$2)';
CREATE OPERATOR CLASS oc FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 cmp(int, int);
CREATE TABLE t (a int);
CREATE INDEX i ON t (a oc);

-- change: cast
CREATE TYPE c AS (a int);
-- to:
CREATE TYPE c AS (a int);
CREATE FUNCTION tc(int) RETURNS c LANGUAGE sql AS 'select row($1)::c';
CREATE CAST (int AS c) WITH FUNCTION tc(int) AS ASSIGNMENT;

-- change: table of type
CREATE TYPE ct AS (a int, b text);
-- to:
CREATE TYPE ct AS (a int, b text);
CREATE TABLE t OF ct (PRIMARY KEY (a));

-- change: drop all types
CREATE TYPE e AS ENUM ('a');
CREATE DOMAIN d AS e;
CREATE TYPE c AS (x d, y e[]);
CREATE TABLE t (z c[], q d DEFAULT 'a');
CREATE FUNCTION f(c) RETURNS SETOF t LANGUAGE sql AS 'select * from t';
CREATE VIEW v AS SELECT * FROM t;
-- to:

