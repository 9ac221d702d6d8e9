--
-- PostgreSQL database dump
--

\restrict Xa1

SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);

CREATE SCHEMA app;

CREATE TYPE app.state AS ENUM (
    'on',
    'off'
);
ALTER TYPE app.state ADD VALUE 'idle' BEFORE 'off';

CREATE DOMAIN app.code AS character varying(8) DEFAULT 'x'::character varying NOT NULL
	CONSTRAINT code_is_small CHECK ((VALUE)::text = lower((VALUE)::text));

CREATE FUNCTION app.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN NEW; /* ; */ END $$;

CREATE TABLE app.things (
    id integer NOT NULL,
    code app.code,
    state app.state DEFAULT 'on'::app.state NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    price numeric(10,2),
    "when" timestamp(3) with time zone DEFAULT (now() + '01:00:00'::interval),
    half integer GENERATED ALWAYS AS ((id / 2)) STORED,
    CONSTRAINT things_price_check CHECK (((price > (0)::numeric) AND (price < 1e3)))
);

COPY app.things (id, code) FROM stdin;
1	a;b
2	'unclosed
\.

CREATE SEQUENCE app.things_id_seq AS integer;
ALTER SEQUENCE app.things_id_seq OWNED BY app.things.id;
ALTER TABLE ONLY app.things ALTER COLUMN id SET DEFAULT nextval('app.things_id_seq'::regclass);

CREATE TABLE app.parts (
    part serial PRIMARY KEY,
    thing integer NOT NULL,
    code app.code,
    LIKE app.things
);

CREATE VIEW app.cheap AS
 SELECT t.id,
    t.state AS mode,
    count(*) AS n,
    (t.price)::double precision AS price
   FROM app.things t
  WHERE (EXISTS ( SELECT 1 FROM app.parts));

CREATE TABLE app.log (id bigint, part integer) PARTITION BY RANGE (id);

ALTER TABLE ONLY app.things
    ADD CONSTRAINT things_pkey PRIMARY KEY (id);
ALTER TABLE ONLY app.things
    ADD CONSTRAINT things_code_key UNIQUE (code) INCLUDE (price);
ALTER TABLE ONLY app.parts
    ADD CONSTRAINT parts_thing_fkey FOREIGN KEY (thing) REFERENCES app.things(id) ON DELETE SET NULL;

CREATE UNIQUE INDEX things_lower_idx ON app.things USING btree (lower((code)::text) text_pattern_ops, id DESC) INCLUDE (price) WHERE (state = 'on'::app.state);
CREATE INDEX things_tags_idx ON app.things USING gin (tags);

CREATE TRIGGER touch BEFORE UPDATE ON app.things FOR EACH ROW EXECUTE FUNCTION app.touch();

\unrestrict Xa1
