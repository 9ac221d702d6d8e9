SELECT pg_catalog.set_config('search_path', '"$user", App, public', false);
CREATE SCHEMA app;
CREATE TABLE things (id int PRIMARY KEY);
CREATE FUNCTION enable_audit(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- CREATE TABLE that is only a comment
  EXECUTE format('COMMENT ON TABLE %I IS ''watched''', name);
END $$;
CREATE PROCEDURE make_archive() LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'CREATE   UNLOGGED TABLE archive (id int)';
END $$;
SELECT enable_audit('things');
CALL make_archive();
DO $$ BEGIN CREATE TYPE state AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN ALTER TABLE things ADD COLUMN note text; END $$;
DO $$ BEGIN CREATE TEMP TABLE t (id int); END $$;
INSERT INTO things VALUES (1);
SET timezone = 'UTC';
