package main

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// migrationFolder has these files and their atlas.sum.
func migrationFolder(t *testing.T, files map[string]string) string {
	path := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(path, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	rehash(t, path)
	return path
}

func rehash(t *testing.T, path string) {
	if status, _, errors := call(t, "migrate", "hash", "--dir", "file://"+path); status != 0 {
		t.Fatal(errors)
	}
}

// emptyDatabase is one beside the dev database, gone after the test.
func emptyDatabase(t *testing.T) (string, *sql.DB) {
	dev := devURL(t)
	admin, err := sql.Open("postgres", dev)
	if err != nil {
		t.Fatal(err)
	}
	const name = "atlas_target"
	must := func(text string) {
		if _, err := admin.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	must("DROP DATABASE IF EXISTS " + name)
	must("CREATE DATABASE " + name + " TEMPLATE template0")
	at, err := url.Parse(dev)
	if err != nil {
		t.Fatal(err)
	}
	at.Path = "/" + name
	database, err := sql.Open("postgres", at.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		database.Close()
		_, _ = admin.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
		admin.Close()
	})
	return at.String(), database
}

func count(t *testing.T, database *sql.DB, query string) (found int) {
	if err := database.QueryRowContext(t.Context(), query).Scan(&found); err != nil {
		t.Fatal(err)
	}
	return found
}

var twoFiles = map[string]string{
	"1_users.up.sql":   "CREATE TABLE users (id bigint PRIMARY KEY);",
	"1_users.down.sql": "DROP TABLE users;",
	"2_email.up.sql":   "ALTER TABLE users ADD COLUMN email text;\nCREATE INDEX users_email ON users (email);",
	"2_email.down.sql": "ALTER TABLE users DROP COLUMN email;",
}

func TestApplyAndStatus(t *testing.T) {
	target, database := emptyDatabase(t)
	dir := "file://" + migrationFolder(t, twoFiles)
	expect := func(want string, words ...string) {
		t.Helper()
		arguments := append(append([]string{"migrate"}, words...), "--dir", dir, "--url", target)
		if status, out, errors := call(t, arguments...); status != 0 || !strings.Contains(out, want) {
			t.Errorf("%v: status %d: %s%s, want %q", words, status, out, errors, want)
		}
	}
	expect("Status: PENDING\n  -- Current Version: No migration applied yet\n  -- Next Version:    1\n", "status")
	expect("2 of the folder's files would be run", "apply", "--dry-run")
	if found := count(t, database, "SELECT count(*) FROM pg_namespace WHERE nspname = 'atlas_schema_revisions'"); found != 0 {
		t.Error("a dry run or a look at the status wrote to the database")
	}
	expect("1_users.up.sql: run\n1 of the folder's files run\n", "apply", "1")
	expect("-- Current Version: 1\n  -- Next Version:    2\n  -- Executed Files:  1\n  -- Pending Files:   1\n", "status")
	expect(`"Pending":["2_email.up.sql"]`, "status", "--format", "{{ json . }}")
	expect("2_email.up.sql: run", "apply")
	expect("No migration files to execute", "apply")
	expect("Status: OK\n  -- Current Version: 2\n  -- Next Version:    Already at latest version\n", "status")
	if found := count(t, database, "SELECT count(*) FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'email'"); found != 1 {
		t.Error("the second file was not run")
	}
}

func TestApplyInTransactions(t *testing.T) {
	files := map[string]string{
		"1_a.sql": "CREATE TABLE a (id int);",
		"2_b.sql": "CREATE TABLE b (id int);\nSELECT 1 / 0;",
	}
	for _, one := range []struct {
		mode          string
		files, tables int
	}{{"file", 1, 1}, {"all", 0, 0}, {"none", 2, 2}} {
		t.Run(one.mode, func(t *testing.T) {
			target, database := emptyDatabase(t)
			dir := "file://" + migrationFolder(t, files)
			status, _, errors := call(t, "migrate", "apply", "--dir", dir, "-u", target, "--tx-mode", one.mode)
			if status != 1 || !strings.Contains(errors, "2_b.sql") || !strings.Contains(errors, "division by zero") {
				t.Errorf("status %d: %s", status, errors)
			}
			if found := count(t, database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"); found != one.tables {
				t.Errorf("%d tables", found)
			}
			if found := count(t, database, "SELECT count(*) FROM atlas_schema_revisions.atlas_schema_revisions"); found != one.files {
				t.Errorf("%d rows of the record", found)
			}
		})
	}
}

// A file that was run in part goes on behind its last statement.
func TestApplyGoesOn(t *testing.T) {
	target, database := emptyDatabase(t)
	path := migrationFolder(t, map[string]string{"1_a.sql": "-- atlas:txmode none\n\nCREATE TABLE a (id int);\nINSERT INTO b VALUES (1);\n"})
	arguments := []string{"migrate", "apply", "--dir", "file://" + path, "-u", target}
	if status, _, errors := call(t, arguments...); status != 1 || !strings.Contains(errors, `relation "b" does not exist`) {
		t.Fatal(errors)
	}
	if _, out, _ := call(t, "migrate", "status", "--dir", "file://"+path, "-u", target); !strings.Contains(out, "Current Version: 1 (1 of 2 statements)") {
		t.Error(out)
	}
	if _, err := database.Exec("CREATE TABLE b (id int)"); err != nil {
		t.Fatal(err)
	}
	if status, _, errors := call(t, arguments...); status != 0 || count(t, database, "SELECT count(*) FROM b") != 1 {
		t.Error(errors)
	}
}

func TestApplyBegins(t *testing.T) {
	target, database := emptyDatabase(t)
	if _, err := database.Exec("CREATE TABLE users (id bigint PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	dir := "file://" + migrationFolder(t, twoFiles)
	arguments := []string{"migrate", "apply", "--dir", dir, "-u", target}
	if status, _, errors := call(t, arguments...); status != 1 || !strings.Contains(errors, "not clean") {
		t.Errorf("status %d: %s", status, errors)
	}
	status, out, errors := call(t, append(arguments, "--baseline", "1")...)
	if status != 0 || out != "2_email.up.sql: run\n1 of the folder's files run\n" {
		t.Errorf("status %d: %s%s", status, out, errors)
	}
	for _, wrong := range [][]string{{"0"}, {"x"}, {"1", "2"}, {"--tx-mode", "some"}} {
		if status, _, _ := call(t, append(arguments, wrong...)...); status != 1 {
			t.Errorf("%v: status %d", wrong, status)
		}
	}
}

func TestMigrateDiff(t *testing.T) {
	dev := devURL(t)
	path := migrationFolder(t, map[string]string{
		"20240101000000_users.up.sql":   twoFiles["1_users.up.sql"],
		"20240101000000_users.down.sql": twoFiles["1_users.down.sql"],
		"20240102000000_email.up.sql":   twoFiles["2_email.up.sql"],
		"20240102000000_email.down.sql": twoFiles["2_email.down.sql"],
	})
	to := schemaFile(t, "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL); CREATE INDEX users_email ON users (email);")
	arguments := []string{"migrate", "diff", "need_email", "--dir", "file://" + path, "--to", to, "--dev-url", dev}
	if status, out, errors := call(t, arguments...); status != 0 || out != "" {
		t.Fatalf("status %d: %s%s", status, out, errors)
	}
	for suffix, want := range map[string]string{"up": "SET NOT NULL", "down": "DROP NOT NULL"} {
		found, _ := filepath.Glob(filepath.Join(path, "*_need_email."+suffix+".sql"))
		if len(found) != 1 {
			t.Fatalf("%v", found)
		}
		if text, _ := os.ReadFile(found[0]); !strings.Contains(string(text), want) {
			t.Errorf("%s", text)
		}
	}
	if status, out, errors := call(t, arguments...); status != 0 || !strings.Contains(out, "synced") {
		t.Errorf("status %d: %s%s", status, out, errors)
	}
	short := []string{"migrate", "diff", "--dir", "file://" + migrationFolder(t, twoFiles), "--to", to, "--dev-url", dev}
	if status, _, errors := call(t, short...); status != 1 || !strings.Contains(errors, "would not be the last file: 2_email.up.sql is") {
		t.Errorf("status %d: %s", status, errors)
	}
	for _, wrong := range [][]string{{"a b"}, {"../x"}, {"--dir-format", "flyway"}} {
		if status, _, _ := call(t, append(arguments[:2:2], append(wrong, arguments[3:]...)...)...); status != 1 {
			t.Errorf("%v: status %d", wrong, status)
		}
	}
}

func TestLint(t *testing.T) {
	dev := devURL(t)
	path := migrationFolder(t, map[string]string{
		"1_a.sql": "CREATE TABLE a (id int, n text);\nCREATE TABLE b (id int);",
		"2_b.sql": "ALTER TABLE a ADD COLUMN m int;\n\nDROP TABLE b;",
	})
	arguments := []string{"migrate", "lint", "--dir", "file://" + path, "--dev-url", dev}
	status, out, errors := call(t, arguments...)
	if status != 1 || !strings.Contains(out, `2_b.sql:3: Dropping table "b" [DS102]`) || !strings.Contains(errors, "destructive") {
		t.Errorf("status %d: %s%s", status, out, errors)
	}
	if err := os.WriteFile(filepath.Join(path, "3_c.sql"), []byte("ALTER TABLE a ADD COLUMN k int;"), 0o600); err != nil {
		t.Fatal(err)
	}
	rehash(t, path)
	if status, out, errors = call(t, append(arguments, "--latest", "1")...); status != 0 || out != "No diagnostics.\n" {
		t.Errorf("status %d: %s%s", status, out, errors)
	}
}
