package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// scope is what of a database is looked at.
type scope struct {
	schemas, exclude list
}

func (s *scope) options() *schema.InspectRealmOption {
	return &schema.InspectRealmOption{Schemas: s.schemas, Exclude: s.exclude}
}

// reader reads states of databases and of SQL files; the latter are run on the dev database, which is empty before and after.
type reader struct {
	scope
	devURL string
}

// read gives the state behind a URL: `postgres://…`, `file://x.sql` or `file://folder`. It is an error when there is anything in it that the
// library does not model, since a plan from there would leave it out in silence.
func (r *reader) read(ctx context.Context, url string) (*schema.Realm, error) {
	if path, isFile := strings.CutPrefix(url, "file://"); isFile {
		return r.readFiles(ctx, path)
	}
	client, err := open(ctx, url)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return inspect(ctx, client, &r.scope)
}

func open(ctx context.Context, url string) (*sqlclient.Client, error) {
	if url == "" {
		return nil, errors.New("a URL is missing")
	}
	if !strings.HasPrefix(url, "postgres://") && !strings.HasPrefix(url, "postgresql://") {
		return nil, errors.New("a URL has to begin with postgres:// or file://")
	}
	return sqlclient.Open(ctx, url)
}

func inspect(ctx context.Context, client *sqlclient.Client, of *scope) (*schema.Realm, error) {
	if err := refuseUnmodelled(ctx, client.DB, of); err != nil {
		return nil, err
	}
	return client.InspectRealm(ctx, of.options())
}

func (r *reader) readFiles(ctx context.Context, path string) (*schema.Realm, error) {
	texts, err := readTexts(path)
	if err != nil {
		return nil, err
	}
	return r.readTexts(ctx, texts)
}

func (r *reader) readTexts(ctx context.Context, texts []namedText) (realm *schema.Realm, err error) {
	err = r.onDev(ctx, func(client *sqlclient.Client) error {
		if err := runTexts(ctx, client, texts); err != nil {
			return err
		}
		realm, err = inspect(ctx, client, &r.scope)
		return err
	})
	return realm, err
}

// onDev works on the dev database, which is empty before and after.
func (r *reader) onDev(ctx context.Context, work func(*sqlclient.Client) error) (err error) {
	if r.devURL == "" {
		return errors.New("--dev-url is missing: SQL files are run on an empty database")
	}
	client, err := open(ctx, r.devURL)
	if err != nil {
		return err
	}
	defer client.Close()
	restore, err := cleanDev(ctx, client)
	if err != nil {
		return err
	}
	// A cancelled run leaves an empty dev database too.
	defer func() { err = errors.Join(err, restore(context.WithoutCancel(ctx))) }()
	return work(client)
}

func runTexts(ctx context.Context, client *sqlclient.Client, texts []namedText) error {
	for _, text := range texts {
		// Without arguments the driver sends it as it is; PostgreSQL splits it.
		if _, err := client.DB.ExecContext(ctx, text.content); err != nil {
			return fmt.Errorf("%s: %w", text.name, err)
		}
	}
	return nil
}

// cleanDev refuses a database in which there is anything, whether the library models it or not.
func cleanDev(ctx context.Context, client *sqlclient.Client) (migrate.RestoreFunc, error) {
	if err := refuseUnmodelled(ctx, client.DB, &scope{}); err != nil {
		return nil, fmt.Errorf("the dev database is not empty: %w", err)
	}
	restore, err := client.Driver.(migrate.Snapshoter).Snapshot(ctx)
	if err != nil {
		return nil, fmt.Errorf("the dev database is not empty: %w", err)
	}
	return func(ctx context.Context) error {
		if err := dropUnmodelled(ctx, client.DB); err != nil {
			return err
		}
		if err := emptySchemas(ctx, client.DB); err != nil {
			return err
		}
		return restore(ctx)
	}, nil
}

type namedText struct{ name, content string }

// readTexts reads a file, or the `*.sql` files of a folder in the order of their names; down files are left out.
func readTexts(path string) ([]namedText, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	paths := []string{path}
	if info.IsDir() {
		if paths, err = filepath.Glob(filepath.Join(path, "*.sql")); err != nil {
			return nil, err
		}
		paths = slices.DeleteFunc(paths, func(one string) bool { return strings.HasSuffix(one, ".down.sql") })
		slices.Sort(paths)
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s holds no .sql file", path)
	}
	texts := make([]namedText, 0, len(paths))
	for _, one := range paths {
		content, err := os.ReadFile(one)
		if err != nil {
			return nil, err
		}
		texts = append(texts, namedText{one, string(content)})
	}
	return texts, nil
}

// changes finds what turns one state into the other. Both come from a database and so are normalized; without that option the library
// ignores changed expressions of checks.
func changes(from, to *schema.Realm) ([]schema.Change, error) {
	return postgres.DefaultDiff.RealmDiff(from, to, schema.DiffNormalized())
}
