package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// devURL is that of an empty database, or skips the test.
func devURL(t *testing.T) string {
	url := os.Getenv("SPECLINE_TEST_POSTGRES")
	if url == "" {
		t.Skip("no SPECLINE_TEST_POSTGRES")
	}
	return url
}

func schemaFile(t *testing.T, text string) string {
	path := filepath.Join(t.TempDir(), "schema.sql")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return "file://" + path
}

func call(t *testing.T, arguments ...string) (int, string, string) {
	var out, errors strings.Builder
	status := run(t.Context(), arguments, &out, &errors)
	return status, out.String(), errors.String()
}

func TestDiffOfFiles(t *testing.T) {
	dev := devURL(t)
	one := schemaFile(t, "CREATE TABLE t (id int, CHECK (id > 0));")
	two := schemaFile(t, "CREATE TABLE t (id int, n text, CHECK (id > 1));")
	status, out, errors := call(t, "schema", "diff", "--from", one, "--to", two, "--dev-url", dev)
	// A changed expression is seen only when states count as normalized.
	if status != 0 || !strings.Contains(out, `ADD COLUMN "n" text`) || !strings.Contains(out, "id > 1") {
		t.Errorf("status %d: %s%s", status, out, errors)
	}
	if status, out, errors = call(t, "schema", "diff", "--from", one, "--to", one, "--dev-url", dev); out != "Schemas are synced, no changes to be made.\n" {
		t.Errorf("status %d: %s%s", status, out, errors)
	}
	if _, out, _ = call(t, "schema", "diff", "--from", one, "--to", one, "--dev-url", dev, "--format", "<{{ sql . }}>"); out != "<>" {
		t.Errorf("%q", out)
	}
	if status, out, errors = call(t, "schema", "apply", "-u", one, "--to", two, "--dev-url", dev, "--dry-run"); status != 0 || !strings.Contains(out, "ADD COLUMN") {
		t.Errorf("status %d: %s%s", status, out, errors)
	}
}

func TestInspectFormats(t *testing.T) {
	dev := devURL(t)
	file := schemaFile(t, "CREATE TABLE t (id int PRIMARY KEY, n text); CREATE INDEX t_n ON t (lower(n) DESC);")
	for format, want := range map[string]string{
		"{{ json . }}": `"primary_key":{"name":"t_pkey","unique":true,"parts":[{"column":"id"}]}`,
		"{{ sql . }}":  `CREATE TABLE "public"."t"`,
		"{{ hcl . }}":  `table "t" {`,
	} {
		status, out, errors := call(t, "schema", "inspect", "-u", file, "--dev-url", dev, "--format", format)
		if status != 0 || !strings.Contains(out, want) {
			t.Errorf("%s: status %d: %s%s", format, status, out, errors)
		}
	}
}

func TestUnmodelledObjectsAreNamed(t *testing.T) {
	dev := devURL(t)
	for text, want := range map[string]string{
		"CREATE VIEW v AS SELECT 1 AS a":                             "view public.v",
		"CREATE MATERIALIZED VIEW v AS SELECT 1 AS a":                "materialized view public.v",
		"CREATE SEQUENCE s":                                          "sequence public.s",
		"CREATE DOMAIN d AS int":                                     "domain public.d",
		"CREATE TYPE c AS (a int)":                                   "composite type public.c",
		"CREATE TYPE r AS RANGE (subtype = int)":                     "range type public.r",
		"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'": "routine public.f",
		"CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF t DEFAULT": "partition public.p",
		"CREATE TABLE t (a int); CREATE TABLE p () INHERITS (t)":                              "inheritance of public.p",
		"CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY":                     "row level security of public.t",
		"CREATE TABLE t (a int); CREATE POLICY p ON t":                                        "policy public.t.p",
		"CREATE TABLE t (a int UNIQUE DEFERRABLE)":                                            "deferrable constraint public.t.t_a_key",
		`CREATE TABLE t (a text COLLATE "C")`:                                                 "collation of column public.t.a",
		"CREATE UNLOGGED TABLE t (a int)":                                                     "unlogged table public.t",
		"CREATE TABLE t (a int) WITH (fillfactor = 50)":                                       "storage options of public.t",
		"CREATE TABLE t (a int); GRANT SELECT ON t TO PUBLIC":                                 "privileges on public.t",
		"CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, b FROM t":                   "statistics public.s",
		"CREATE TABLE t (a int); CREATE RULE r AS ON DELETE TO t DO NOTHING":                  "rule public.t.r",
		"CREATE PUBLICATION p":                                                                "publication p",
	} {
		status, out, errors := call(t, "schema", "inspect", "-u", schemaFile(t, text), "--dev-url", dev)
		if status != 1 || out != "" || !strings.Contains(errors, want) {
			t.Errorf("%s: status %d: %s%s", text, status, out, errors)
		}
		// The dev database is empty again, whatever was in it.
		if status, _, errors := call(t, "schema", "inspect", "-u", dev); status != 0 {
			t.Fatalf("after %s: %s", text, errors)
		}
	}
}

func TestSerialAndIdentityAreModelled(t *testing.T) {
	file := schemaFile(t, "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a serial, b int GENERATED ALWAYS AS IDENTITY, c e[], d int4range);")
	if status, _, errors := call(t, "schema", "inspect", "-u", file, "--dev-url", devURL(t)); status != 0 {
		t.Error(errors)
	}
}

func TestDevDatabaseWithRowsIsNotTouched(t *testing.T) {
	dev := devURL(t)
	db, err := sql.Open("postgres", dev)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for create, drop := range map[string]string{
		"CREATE TABLE mine AS SELECT 1 AS a": "DROP TABLE mine",
		"CREATE VIEW mine AS SELECT 1 AS a":  "DROP VIEW mine",
	} {
		if _, err := db.Exec(create); err != nil {
			t.Fatal(err)
		}
		status, _, errors := call(t, "schema", "inspect", "-u", schemaFile(t, "CREATE TABLE t (a int)"), "--dev-url", dev)
		if status != 1 || !strings.Contains(errors, "not empty") {
			t.Errorf("status %d: %s", status, errors)
		}
		if _, err := db.Exec(drop); err != nil {
			t.Errorf("it is gone: %v", err)
		}
	}
}
