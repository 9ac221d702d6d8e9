/** What the files below change. */
export const before = `CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, email text, bio varchar(200));
CREATE TABLE orders (id int PRIMARY KEY, user_id int, total numeric, note char(3));
CREATE INDEX orders_total_idx ON orders (total);
CREATE TABLE notes (id int PRIMARY KEY, text text);
CREATE TABLE t (id int PRIMARY KEY, b int);
CREATE DOMAIN positive AS int;
CREATE TABLE of_domain (amount positive);
CREATE TYPE size AS ENUM ('s', 'l');
CREATE FUNCTION short(name text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT left(name, 3)';
CREATE INDEX users_short_idx ON users (short(name));
CREATE TABLE events (at int) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (9);
`;

/** A file for each hazard and note of docs/rules and each rule of squawk: name → SQL. */
export const hazardFiles: Readonly<Record<string, string>> = {
  "index-build": "CREATE INDEX orders_user_id_idx ON orders (user_id);",
  "index-drop": "DROP INDEX orders_total_idx;",
  reindex: "REINDEX TABLE orders;",
  unique: "ALTER TABLE orders ADD CONSTRAINT orders_key UNIQUE (user_id);",
  "primary-key": "ALTER TABLE of_domain ADD COLUMN id bigserial PRIMARY KEY;",
  rename: "ALTER TABLE users RENAME COLUMN name TO full_name;",
  "rename-table": "ALTER TABLE users RENAME TO people;",
  "brief-lock": "ALTER TABLE users ADD COLUMN nickname text;",
  narrower: "ALTER TABLE users ALTER COLUMN bio TYPE varchar(20);",
  "drop-table": "DROP TABLE notes;",
  "drop-column": "ALTER TABLE users DROP COLUMN bio;",
  "drop-not-null": "ALTER TABLE users ALTER COLUMN name DROP NOT NULL;",
  truncate: "TRUNCATE users CASCADE;",
  "set-not-null": "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
  "required-column": "ALTER TABLE users ADD COLUMN code text NOT NULL;",
  "volatile-default": "ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();",
  "new-body": `CREATE OR REPLACE FUNCTION short(name text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT left(name, 4)';`,
  "runs-alone": "ALTER TABLE t ADD a int;\nCREATE INDEX CONCURRENTLY i ON t (b);",
  "in-transaction": "BEGIN;\nCREATE INDEX CONCURRENTLY i ON t (b);\nCOMMIT;",
  uncommitted: "BEGIN;\nALTER TABLE t ADD a int;",
  nested: "BEGIN;\nBEGIN;\nALTER TABLE t ADD a int;\nCOMMIT;\nCOMMIT;",
  rewrite: "ALTER TABLE orders ALTER COLUMN id TYPE bigint;",
  "vacuum-full": "VACUUM FULL orders;",
  check: "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);",
  "foreign-key": "ALTER TABLE orders ADD CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES users;",
  detach: "ALTER TABLE events DETACH PARTITION events_1;",
  "domain-check": "ALTER DOMAIN positive ADD CONSTRAINT positive_check CHECK (VALUE > -99999999);",
  "new-domain": "CREATE DOMAIN natural_number AS int CHECK (VALUE >= 0);",
  "enum-label": "ALTER TYPE size ADD VALUE 'm';",
  types: "CREATE TABLE public.many (id serial PRIMARY KEY, a char(2), b varchar(9), c timestamp, d smallint, e int);",
  "long-name": `CREATE TABLE public.${"n".repeat(70)} (id bigint);`,
};
