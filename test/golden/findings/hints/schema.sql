CREATE TABLE pets (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE shop.toys (id int PRIMARY KEY);
CREATE TABLE zoo.toys (id int PRIMARY KEY);
CREATE VIEW cats AS SELECT id FROM pets;
