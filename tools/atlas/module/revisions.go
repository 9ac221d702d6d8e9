package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"github.com/lib/pq"
)

const revisionsTable = "atlas_schema_revisions"

// revisions reads and writes the table of the Atlas CLI in which each applied migration has a row, so that either program goes on where the
// other one stopped.
type revisions struct {
	database schema.ExecQuerier
	schema   string
}

var _ migrate.RevisionReadWriter = revisions{}

func (r revisions) Ident() *migrate.TableIdent {
	return &migrate.TableIdent{Name: revisionsTable, Schema: r.schema}
}

func (r revisions) table() string {
	return pq.QuoteIdentifier(r.schema) + "." + pq.QuoteIdentifier(revisionsTable)
}

// create makes the table where there is none.
func (r revisions) create(ctx context.Context) error {
	_, err := r.database.ExecContext(ctx, fmt.Sprintf(`CREATE SCHEMA IF NOT EXISTS %s;
CREATE TABLE IF NOT EXISTS %s (
  version character varying PRIMARY KEY,
  description character varying NOT NULL,
  type bigint NOT NULL DEFAULT 2,
  applied bigint NOT NULL DEFAULT 0,
  total bigint NOT NULL DEFAULT 0,
  executed_at timestamp with time zone NOT NULL,
  execution_time bigint NOT NULL,
  error text,
  error_stmt text,
  hash character varying NOT NULL,
  partial_hashes jsonb,
  operator_version character varying NOT NULL
)`, pq.QuoteIdentifier(r.schema), r.table()))
	return err
}

func (r revisions) exists(ctx context.Context) (bool, error) {
	rows, err := r.database.QueryContext(ctx, "SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = $2", r.schema, revisionsTable)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	return rows.Next(), rows.Err()
}

func (r revisions) ReadRevisions(ctx context.Context) ([]*migrate.Revision, error) {
	return r.read(ctx, "")
}

func (r revisions) ReadRevision(ctx context.Context, version string) (*migrate.Revision, error) {
	found, err := r.read(ctx, "WHERE version = $1", version)
	if err == nil && len(found) == 0 {
		return nil, migrate.ErrRevisionNotExist
	}
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

// read gives nothing where there is no table: a dry run and a look at the status do not make it.
func (r revisions) read(ctx context.Context, condition string, arguments ...any) ([]*migrate.Revision, error) {
	if isThere, err := r.exists(ctx); err != nil || !isThere {
		return nil, err
	}
	rows, err := r.database.QueryContext(ctx, fmt.Sprintf(`SELECT version, description, type, applied, total, executed_at, execution_time,
  coalesce(error, ''), coalesce(error_stmt, ''), hash, coalesce(partial_hashes, '[]'), operator_version
FROM %s %s ORDER BY version COLLATE "C"`, r.table(), condition), arguments...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []*migrate.Revision
	for rows.Next() {
		one, err := scanRevision(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, rows.Err()
}

func scanRevision(rows *sql.Rows) (*migrate.Revision, error) {
	var one migrate.Revision
	var tookNs int64
	var hashes []byte
	err := rows.Scan(&one.Version, &one.Description, &one.Type, &one.Applied, &one.Total, &one.ExecutedAt, &tookNs,
		&one.Error, &one.ErrorStmt, &one.Hash, &hashes, &one.OperatorVersion)
	one.ExecutionTime = time.Duration(tookNs)
	return &one, errors.Join(err, json.Unmarshal(hashes, &one.PartialHashes))
}

func (r revisions) WriteRevision(ctx context.Context, one *migrate.Revision) error {
	hashes, err := json.Marshal(one.PartialHashes)
	if err != nil {
		return err
	}
	_, err = r.database.ExecContext(ctx, fmt.Sprintf(`INSERT INTO %s
  (version, description, type, applied, total, executed_at, execution_time, error, error_stmt, hash, partial_hashes, operator_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, nullif($8, ''), nullif($9, ''), $10, $11, $12)
ON CONFLICT (version) DO UPDATE SET (description, type, applied, total, executed_at, execution_time, error, error_stmt, hash, partial_hashes, operator_version) =
  (excluded.description, excluded.type, excluded.applied, excluded.total, excluded.executed_at, excluded.execution_time, excluded.error, excluded.error_stmt,
   excluded.hash, excluded.partial_hashes, excluded.operator_version)`, r.table()),
		one.Version, one.Description, int64(one.Type), one.Applied, one.Total, one.ExecutedAt, one.ExecutionTime.Nanoseconds(),
		one.Error, one.ErrorStmt, one.Hash, string(hashes), one.OperatorVersion)
	return err
}

func (r revisions) DeleteRevision(ctx context.Context, version string) error {
	_, err := r.database.ExecContext(ctx, fmt.Sprintf("DELETE FROM %s WHERE version = $1", r.table()), version)
	return err
}
