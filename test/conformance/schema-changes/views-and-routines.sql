-- change: view options
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
-- to:
CREATE TABLE t (a int);
CREATE VIEW v WITH (security_barrier=true, security_invoker=true) AS SELECT a FROM t WITH CASCADED CHECK OPTION;
ALTER VIEW v ALTER a SET DEFAULT 5;
COMMENT ON COLUMN v.a IS 'c';

-- change: view columns
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- to:
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT b, a FROM t;
CREATE VIEW w AS SELECT a FROM v;

-- change: view to table
CREATE VIEW v AS SELECT 1 AS a;
CREATE VIEW w AS SELECT a FROM v;
-- to:
CREATE TABLE v (a int);
CREATE VIEW w AS SELECT a FROM v;

-- change: view to matview
CREATE VIEW v AS SELECT 1 AS a;
-- to:
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a WITH NO DATA;

-- change: view recursive
CREATE TABLE t (id int, parent int);
-- to:
CREATE TABLE t (id int, parent int);
CREATE RECURSIVE VIEW v (id) AS SELECT id FROM t WHERE parent IS NULL UNION ALL SELECT t.id FROM t JOIN v ON t.parent = v.id;

-- change: view trigger
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;
-- to:
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a, 1 AS n FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;
CREATE TRIGGER tr INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();

-- change: view group by pk
CREATE TABLE t (id int, a text);
CREATE VIEW v AS SELECT id FROM t;
-- to:
CREATE TABLE t (id int PRIMARY KEY, a text);
CREATE VIEW v AS SELECT id, a FROM t GROUP BY id;

-- change: function return
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'select 1';
CREATE VIEW v AS SELECT f(1) AS x;
-- to:
CREATE FUNCTION f(int) RETURNS text LANGUAGE sql AS 'select ''1''';
CREATE VIEW v AS SELECT f(1) AS x;

-- change: function args names
CREATE FUNCTION f(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql AS 'select 1';
-- to:
CREATE FUNCTION f(x int, y int) RETURNS int LANGUAGE sql AS 'select 1';

-- change: function attrs
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'select 1';
-- to:
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SECURITY DEFINER LEAKPROOF COST 5 SET search_path = pg_catalog, public SET work_mem = '1MB' AS 'select 1';

-- change: function out
CREATE FUNCTION f(OUT a int, OUT b text) LANGUAGE sql AS $$select 1, 'x'$$;
-- to:
CREATE FUNCTION f(OUT a int, OUT b text, OUT c date) LANGUAGE sql AS $$select 1, 'x', current_date$$;

-- change: function table
CREATE FUNCTION f() RETURNS TABLE (a int) LANGUAGE sql AS 'select 1';
-- to:
CREATE FUNCTION f() RETURNS TABLE (a int, b int) LANGUAGE sql ROWS 7 AS 'select 1, 2';

-- change: function atomic
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a FROM t; END;
-- to:
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT b FROM t; END;

-- change: function overload
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'select 1';
CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'select 1';
-- to:
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'select 2';
CREATE FUNCTION f(text, int) RETURNS int LANGUAGE sql AS 'select 1';
CREATE FUNCTION f(VARIADIC int[]) RETURNS int LANGUAGE sql AS 'select 1';

-- change: function to procedure
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'select 1';
-- to:
CREATE PROCEDURE f() LANGUAGE sql AS 'select 1';

-- change: function in index
CREATE FUNCTION f(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'select lower($1)';
CREATE TABLE t (a text);
CREATE INDEX i ON t (f(a));
-- to:
CREATE FUNCTION f(text) RETURNS text IMMUTABLE STRICT LANGUAGE sql AS 'select upper($1)';
CREATE TABLE t (a text);
CREATE INDEX i ON t (f(a));

-- change: function drop dependent
CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'select 1';
CREATE TABLE t (a int DEFAULT g());
CREATE VIEW v AS SELECT g() x;
-- to:
CREATE TABLE t (a int);

-- change: aggregate
CREATE FUNCTION sf(int, int) RETURNS int LANGUAGE sql AS 'select $1 + $2';
-- to:
CREATE FUNCTION sf(int, int) RETURNS int LANGUAGE sql AS 'select $1 + $2';
CREATE AGGREGATE ag(int) (SFUNC = sf, STYPE = int, INITCOND = '0');
CREATE VIEW v AS SELECT ag(x) FROM generate_series(1,3) x;

-- change: aggregate change
CREATE FUNCTION sf(int, int) RETURNS int LANGUAGE sql AS 'select $1 + $2';
CREATE AGGREGATE ag(int) (SFUNC = sf, STYPE = int, INITCOND = '0');
-- to:
CREATE FUNCTION sf(int, int) RETURNS int LANGUAGE sql AS 'select $1 + $2';
CREATE AGGREGATE ag(int) (SFUNC = sf, STYPE = int, INITCOND = '5', PARALLEL = SAFE);

-- change: trigger update of ok
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-- to:
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;
CREATE TRIGGER tr AFTER UPDATE OF b ON t FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION f('x', 'it''s');
ALTER TABLE t ENABLE ALWAYS TRIGGER tr;
COMMENT ON TRIGGER tr ON t IS 'c';

-- change: constraint trigger
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;
-- to:
CREATE TABLE t (a int, b int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;
CREATE CONSTRAINT TRIGGER ct AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();

-- change: event trigger
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$begin end$$;
-- to:
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$begin end$$;
CREATE EVENT TRIGGER et ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION f();
ALTER EVENT TRIGGER et DISABLE;

-- change: rule
CREATE TABLE t (a int);
CREATE TABLE log (a int);
-- to:
CREATE TABLE t (a int);
CREATE TABLE log (a int);
CREATE RULE r AS ON DELETE TO t DO ALSO INSERT INTO log VALUES (OLD.a);
ALTER TABLE t DISABLE RULE r;

-- change: trigger fn replaced
CREATE TABLE t (a int);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-- to:
CREATE TABLE t (a int);
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$begin return new; end$$;
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();
