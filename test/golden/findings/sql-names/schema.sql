CREATE TABLE pets (id int PRIMARY KEY, owner_id int REFERENCES owners (id));
CREATE TABLE IF NOT EXISTS pets (id int);
CREATE TABLE public.pets (id int);
CREATE INDEX ON toys (id);
ALTER TABLE homes ADD COLUMN street text;
ALTER TABLE IF EXISTS homes ADD COLUMN street text;
