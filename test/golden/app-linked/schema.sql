CREATE TYPE mood AS ENUM ('calm', 'wild');

CREATE TABLE owners (id uuid PRIMARY KEY, name text NOT NULL);

CREATE TABLE animals (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES owners (id),
  "group" text,
  nickname text,
  mood mood NOT NULL DEFAULT 'calm',
  weight_kg numeric(6, 2),
  born_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE badges (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, label text NOT NULL, pin text NOT NULL);
