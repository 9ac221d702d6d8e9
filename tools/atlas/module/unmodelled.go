package main

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

//go:embed unmodelled.sql
var unmodelledQuery string

// unmodelledError names objects, or facts of objects, that the library neither reads nor plans.
type unmodelledError struct{ objects []string }

func (e *unmodelledError) Error() string {
	return "not modelled by ariga.io/atlas: " + strings.Join(e.objects, "; ")
}

// refuseUnmodelled keeps the library from planning around what it does not see, such as a view on a column that goes.
func refuseUnmodelled(ctx context.Context, db *sql.DB, of *scope) error {
	rows, err := db.QueryContext(ctx, unmodelledQuery)
	if err != nil {
		return err
	}
	defer rows.Close()
	var objects []string
	for rows.Next() {
		var in, text string
		if err := rows.Scan(&in, &text); err != nil {
			return err
		}
		if of.has(in) {
			objects = append(objects, text)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(objects) > 0 {
		return &unmodelledError{objects}
	}
	return nil
}

// has says whether a schema is looked at. What belongs to no schema always is.
func (s *scope) has(name string) bool {
	if name == "" {
		return true
	}
	isExcluded := slices.ContainsFunc([]string(s.exclude), func(pattern string) bool {
		matches, err := path.Match(pattern, name)
		return err == nil && matches
	})
	return !isExcluded && (len(s.schemas) == 0 || slices.Contains(s.schemas, name))
}

// dropUnmodelled removes what files brought to the dev database outside of schemas: extensions. What is in a schema goes with it.
func dropUnmodelled(ctx context.Context, db *sql.DB) error {
	var found *unmodelledError
	err := refuseUnmodelled(ctx, db, &scope{})
	if err == nil || !errors.As(err, &found) {
		return err
	}
	for _, object := range found.objects {
		for _, kind := range []string{"extension", "event trigger", "publication", "foreign data wrapper", "cast"} {
			name, isOne := strings.CutPrefix(object, kind+" ")
			if !isOne {
				continue
			}
			if kind == "cast" {
				name = "(" + name + ")"
			}
			if _, err := db.ExecContext(ctx, fmt.Sprintf("DROP %s IF EXISTS %s CASCADE", strings.ToUpper(kind), name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// emptySchemas removes all schemas and makes `public` as initdb does: the library's own restore leaves what it does not model, such as a
// materialized view. Only for a dev database, which was empty before.
func emptySchemas(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, `DO $$
DECLARE schema name;
BEGIN
  FOR schema IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', schema);
  END LOOP;
  CREATE SCHEMA public;
  ALTER SCHEMA public OWNER TO pg_database_owner;
  GRANT USAGE ON SCHEMA public TO PUBLIC;
  COMMENT ON SCHEMA public IS 'standard public schema';
END $$`)
	return err
}
