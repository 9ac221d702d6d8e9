-- change: check udf
CREATE FUNCTION ok(int) RETURNS bool IMMUTABLE LANGUAGE sql AS 'select $1 > 0';
CREATE TABLE t (a int);
-- to:
CREATE FUNCTION ok(int) RETURNS bool IMMUTABLE LANGUAGE sql AS 'select $1 > 1';
CREATE TABLE t (a int CHECK (ok(a)));

-- change: check change
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));
-- to:
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0 AND a < 100));

-- change: check notvalid
CREATE TABLE t (a int);
-- to:
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;

-- change: fk notvalid to valid
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES r NOT VALID;
-- to:
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES r;

-- change: fk actions
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES r);
-- to:
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE t (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES r ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED);

-- change: fk circular

-- to:
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;

-- change: fk setnull columns
CREATE TABLE r (x int, y int, PRIMARY KEY (x, y));
CREATE TABLE t (x int, y int);
-- to:
CREATE TABLE r (x int, y int, PRIMARY KEY (x, y));
CREATE TABLE t (x int, y int, FOREIGN KEY (x, y) REFERENCES r ON DELETE SET NULL (y));

-- change: fk referenced pk change
CREATE TABLE r (id int PRIMARY KEY, c text NOT NULL);
CREATE TABLE t (a int REFERENCES r);
-- to:
CREATE TABLE r (id int, c text NOT NULL, CONSTRAINT other_pk PRIMARY KEY (id));
CREATE TABLE t (a int REFERENCES r);

-- change: unique nulls
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a));
-- to:
CREATE TABLE t (a int, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a));

-- change: unique deferrable
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a));
-- to:
CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a) DEFERRABLE);

-- change: unique include
CREATE TABLE t (a int, b int, CONSTRAINT u UNIQUE (a));
-- to:
CREATE TABLE t (a int, b int, CONSTRAINT u UNIQUE (a) INCLUDE (b));

-- change: exclude
CREATE EXTENSION btree_gist;
CREATE TABLE t (r int, d daterange);
-- to:
CREATE EXTENSION btree_gist;
CREATE TABLE t (r int, d daterange, EXCLUDE USING gist (r WITH =, d WITH &&) WHERE (r > 0));

-- change: index to constraint
CREATE TABLE t (a int NOT NULL);
CREATE UNIQUE INDEX u ON t (a);
-- to:
CREATE TABLE t (a int NOT NULL, CONSTRAINT u UNIQUE (a));

-- change: temporal pk (since 18)
CREATE EXTENSION btree_gist;
CREATE TABLE t (id int, v daterange);
-- to:
CREATE EXTENSION btree_gist;
CREATE TABLE t (id int, v daterange, PRIMARY KEY (id, v WITHOUT OVERLAPS));

-- change: notnull named
CREATE TABLE t (a int);
-- to:
CREATE TABLE t (a int CONSTRAINT nn NOT NULL);

-- change: notnull notvalid (since 18)
CREATE TABLE t (a int);
-- to:
CREATE TABLE t (a int);
ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID;

-- change: check not enforced (since 18)
CREATE TABLE t (a int);
-- to:
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0) NOT ENFORCED);

-- change: rename constraint
CREATE TABLE t (a int, CONSTRAINT one UNIQUE (a), CONSTRAINT ck CHECK (a > 0));
-- to:
CREATE TABLE t (a int, CONSTRAINT two UNIQUE (a), CONSTRAINT ck2 CHECK (a > 0));

-- change: pk swap
CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL UNIQUE);
CREATE TABLE r (x int REFERENCES t (b));
-- to:
CREATE TABLE t (a int NOT NULL UNIQUE, b int PRIMARY KEY);
CREATE TABLE r (x int REFERENCES t (b));
