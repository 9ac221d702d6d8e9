-- change: rls
CREATE ROLE own_r1;
CREATE TABLE t (a int);
-- to:
CREATE ROLE own_r1;
CREATE TABLE t (a int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON t AS RESTRICTIVE FOR UPDATE TO own_r1 USING (a > 0) WITH CHECK (a > 1);
CREATE POLICY q ON t FOR SELECT USING (EXISTS (SELECT FROM t x WHERE x.a = t.a));

-- change: policy change
CREATE ROLE own_r1;
CREATE TABLE t (a int);
CREATE POLICY p ON t FOR UPDATE TO own_r1 USING (a > 0);
-- to:
CREATE ROLE own_r1;
CREATE TABLE t (a int);
CREATE POLICY p ON t FOR DELETE USING (a > 5);

-- change: grants
CREATE ROLE own_r1;
CREATE ROLE own_r2;
CREATE TABLE t (a int, b int);
GRANT ALL ON t TO own_r1;
GRANT SELECT (a) ON t TO own_r2;
CREATE SCHEMA s;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1';
-- to:
CREATE ROLE own_r1;
CREATE ROLE own_r2;
CREATE TABLE t (a int, b int);
GRANT SELECT ON t TO own_r1 WITH GRANT OPTION;
GRANT UPDATE (b) ON t TO own_r2;
CREATE SCHEMA s;
GRANT USAGE ON SCHEMA s TO own_r2;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1';
REVOKE ALL ON FUNCTION f() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f() TO own_r1;

-- change: grants types
CREATE ROLE own_r1;
CREATE TYPE e AS ENUM ('a');
CREATE DOMAIN d AS int;
CREATE SEQUENCE s;
-- to:
CREATE ROLE own_r1;
CREATE TYPE e AS ENUM ('a');
CREATE DOMAIN d AS int;
CREATE SEQUENCE s;
REVOKE USAGE ON TYPE e FROM PUBLIC;
GRANT USAGE ON DOMAIN d TO own_r1;
GRANT USAGE ON SEQUENCE s TO own_r1;

-- change: owners
CREATE ROLE own_r1;
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1';
CREATE VIEW v AS SELECT 1 a;
CREATE TYPE e AS ENUM ('a');
CREATE SCHEMA s;
-- to:
CREATE ROLE own_r1;
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1';
CREATE VIEW v AS SELECT 1 a;
CREATE TYPE e AS ENUM ('a');
CREATE SCHEMA s;
ALTER TABLE t OWNER TO own_r1;
ALTER FUNCTION f() OWNER TO own_r1;
ALTER VIEW v OWNER TO own_r1;
ALTER TYPE e OWNER TO own_r1;
ALTER SCHEMA s OWNER TO own_r1;

-- change: default privs
CREATE ROLE own_r1;
CREATE SCHEMA s;
-- to:
CREATE ROLE own_r1;
CREATE SCHEMA s;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO own_r1;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE own_r1 GRANT USAGE ON SCHEMAS TO PUBLIC;
CREATE TABLE s.t (a int);
CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'select 1';

-- change: extension move
CREATE SCHEMA x;
CREATE EXTENSION hstore;
CREATE TABLE t (a hstore);
-- to:
CREATE SCHEMA x;
CREATE EXTENSION hstore SCHEMA x;
CREATE TABLE t (a x.hstore);

-- change: extension dep
CREATE TABLE t (a text);
-- to:
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm;
CREATE TABLE t (a citext);
CREATE INDEX i ON t USING gin ((a::text) gin_trgm_ops);

-- change: publication change
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE TABLE u (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t;
-- to:
CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE TABLE u (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE u WITH (publish_via_partition_root = true);

-- change: publication all
CREATE PUBLICATION p FOR ALL TABLES;
-- to:
CREATE TABLE t (a int PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE t;

-- change: fdw
CREATE EXTENSION postgres_fdw;
-- to:
CREATE EXTENSION postgres_fdw;
CREATE SERVER sv FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', dbname 'd');
CREATE USER MAPPING FOR PUBLIC SERVER sv OPTIONS (user 'u', password 'p');
CREATE FOREIGN TABLE ft (a int OPTIONS (column_name 'x'), b text NOT NULL) SERVER sv OPTIONS (table_name 'tt');

-- change: fdw change
CREATE EXTENSION postgres_fdw;
CREATE SERVER sv FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h', dbname 'd');
CREATE FOREIGN TABLE ft (a int, b text) SERVER sv OPTIONS (table_name 'tt');
-- to:
CREATE EXTENSION postgres_fdw;
CREATE SERVER sv FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h2');
CREATE FOREIGN TABLE ft (a bigint, c text) SERVER sv OPTIONS (table_name 'uu', schema_name 's');

-- change: comments
CREATE SCHEMA s;
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));
CREATE TYPE e AS ENUM ('a');
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1';
-- to:
CREATE SCHEMA s;
COMMENT ON SCHEMA s IS 'it''s';
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));
COMMENT ON TABLE t IS E'two\nlines';
COMMENT ON COLUMN t.a IS 'c';
COMMENT ON CONSTRAINT k ON t IS 'k';
CREATE TYPE e AS ENUM ('a');
COMMENT ON TYPE e IS 'e';
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1';
COMMENT ON FUNCTION f() IS 'f';

-- change: quoted
CREATE SCHEMA "My Schema";
CREATE TABLE "My Schema"."Ta ble" ("Co""l" int, "select" text);
-- to:
CREATE SCHEMA "My Schema";
CREATE TABLE "My Schema"."Ta ble" ("Co""l" bigint NOT NULL, "select" text DEFAULT 'a;b''c', CONSTRAINT "C 1" UNIQUE ("select"));
CREATE INDEX "In dex" ON "My Schema"."Ta ble" (lower("select"));
CREATE VIEW "My Schema"."V" AS SELECT "Co""l" FROM "My Schema"."Ta ble";

-- change: schema move
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE a.t (x int);
CREATE FUNCTION a.f() RETURNS int LANGUAGE sql AS 'select 1';
-- to:
CREATE SCHEMA b;
CREATE TABLE b.t (x int);
CREATE FUNCTION b.f() RETURNS int LANGUAGE sql AS 'select 1';
