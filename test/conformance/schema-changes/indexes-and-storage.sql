-- change: index forms
CREATE TABLE t (a int, b text, c jsonb, d tsvector);
CREATE INDEX i ON t (a);
-- to:
CREATE TABLE t (a int, b text, c jsonb, d tsvector);
CREATE INDEX i ON t (a DESC NULLS LAST) INCLUDE (b) WHERE a > 0;
CREATE INDEX j ON t USING gin (c jsonb_path_ops);
CREATE INDEX k ON t (lower(b) text_pattern_ops) WITH (fillfactor=70);
CREATE INDEX l ON t USING brin (a) WITH (pages_per_range=16);
CREATE INDEX m ON t USING hash (b);

-- change: index collation
CREATE TABLE t (b text);
CREATE INDEX i ON t (b);
-- to:
CREATE TABLE t (b text);
CREATE INDEX i ON t (b COLLATE "C");

-- change: index stat target
CREATE TABLE t (b text);
CREATE INDEX i ON t (lower(b));
-- to:
CREATE TABLE t (b text);
CREATE INDEX i ON t (lower(b));
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 500;
COMMENT ON INDEX i IS 'x';

-- change: cluster on
CREATE TABLE t (b text);
CREATE INDEX i ON t (b);
-- to:
CREATE TABLE t (b text);
CREATE INDEX i ON t (b);
ALTER TABLE t CLUSTER ON i;

-- change: replica identity
CREATE TABLE t (b text NOT NULL);
CREATE UNIQUE INDEX i ON t (b);
-- to:
CREATE TABLE t (b text NOT NULL);
CREATE UNIQUE INDEX i ON t (b);
ALTER TABLE t REPLICA IDENTITY USING INDEX i;

-- change: replica full
CREATE TABLE t (b text NOT NULL);
-- to:
CREATE TABLE t (b text NOT NULL);
ALTER TABLE t REPLICA IDENTITY FULL;

-- change: unlogged
CREATE TABLE t (b text NOT NULL);
-- to:
CREATE UNLOGGED TABLE t (b text NOT NULL);

-- change: reloptions
CREATE TABLE t (b text NOT NULL) WITH (fillfactor=90);
-- to:
CREATE TABLE t (b text NOT NULL) WITH (autovacuum_enabled=false, toast.autovacuum_enabled=false);

-- change: storage compression
CREATE TABLE t (b text, c text);
-- to:
CREATE TABLE t (b text COMPRESSION pglz, c text);
ALTER TABLE t ALTER c SET STORAGE EXTERNAL;
ALTER TABLE t ALTER c SET STATISTICS 10;
ALTER TABLE t ALTER c SET (n_distinct = 5);

-- change: statistics
CREATE TABLE t (a int, b int);
-- to:
CREATE TABLE t (a int, b int);
CREATE STATISTICS st (ndistinct, dependencies) ON a, b FROM t;
CREATE STATISTICS se ON (a + b) FROM t;
COMMENT ON STATISTICS st IS 'c';

-- change: statistics change
CREATE TABLE t (a int, b int);
CREATE STATISTICS st (ndistinct) ON a, b FROM t;
-- to:
CREATE TABLE t (a bigint, b int);
CREATE STATISTICS st (mcv) ON a, b FROM t;
ALTER STATISTICS st SET STATISTICS 50;

-- change: tablespace am
CREATE TABLE t (a int);
-- to:
CREATE TABLE t (a int) USING heap;
ALTER TABLE t SET (parallel_workers = 2);
