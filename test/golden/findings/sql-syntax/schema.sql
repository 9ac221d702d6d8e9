\i other.sql
-- Columns count characters, not bytes: äöü
CREATE TABLE "größe" (id int REFERENCES sizes (id)); CREATE TABEL sizes (id int);
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;
CREATE TABLE colours (id int,);
SELECT 1
