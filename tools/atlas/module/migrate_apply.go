package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlclient"
)

// Of the Atlas CLI, so that the two keep each other out.
const applyLock = "atlas_migrate_execute"

// target is the database that migrations are run on, with the folder that they come from.
type target struct {
	url, dir, schema, baseline *string
	isDirtyAllowed             *bool
}

func defineTarget(flags *flag.FlagSet) target {
	return target{
		url:      defineURL(flags),
		dir:      defineFolder(flags),
		schema:   flags.String("revisions-schema", revisionsTable, "schema of the table that records what has been applied"),
		baseline: new(string), isDirtyAllowed: new(bool),
	}
}

func defineMigrateApply(flags *flag.FlagSet) action {
	on := defineTarget(flags)
	flags.StringVar(on.baseline, "baseline", "", "version that the database is at, of which nothing is recorded yet")
	flags.BoolVar(on.isDirtyAllowed, "allow-dirty", false, "begin on a database in which there is something already")
	isDryRun := flags.Bool("dry-run", false, "print what would be run")
	mode := flags.String("tx-mode", "file", "file: a transaction for each file; all: one for all; none")
	waitFor := flags.Duration("lock-timeout", 10*time.Second, "how long to wait for another run to end")
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		count, err := countOf(arguments)
		if err != nil {
			return err
		}
		if !slices.Contains([]string{"file", "all", "none"}, *mode) {
			return fmt.Errorf("--tx-mode is file, all or none, not %q", *mode)
		}
		return on.work(ctx, func(client *sqlclient.Client, opened folder) error {
			if *isDryRun {
				return on.dryRun(ctx, client, opened, count, out)
			}
			unlock, err := client.Driver.(schema.Locker).Lock(ctx, applyLock, *waitFor)
			if err != nil {
				return fmt.Errorf("another run has the lock %s: %w", applyLock, err)
			}
			defer func() { _ = unlock() }()
			return on.apply(ctx, client, opened, count, *mode, out)
		})
	}
}

// countOf reads how many files to run; 0: all.
func countOf(arguments []string) (int, error) {
	if len(arguments) == 0 {
		return 0, nil
	}
	if err := noArguments(arguments[1:]); err != nil {
		return 0, err
	}
	count, err := strconv.Atoi(arguments[0])
	if err != nil || count < 1 {
		return 0, fmt.Errorf("the number of files has to be 1 or more, not %q", arguments[0])
	}
	return count, nil
}

func (t target) work(ctx context.Context, work func(*sqlclient.Client, folder) error) error {
	opened, err := openValid(*t.dir)
	if err != nil {
		return err
	}
	client, err := open(ctx, *t.url)
	if err != nil {
		return err
	}
	defer client.Close()
	return work(client, opened)
}

// pending gives what is still to be run, in its order.
func (t target) pending(ctx context.Context, driver migrate.Driver, record migrate.RevisionReadWriter, opened folder) ([]migrate.File, error) {
	executor, err := t.executor(driver, record, opened)
	if err != nil {
		return nil, err
	}
	files, err := executor.Pending(ctx)
	if errors.Is(err, migrate.ErrNoPendingFiles) {
		return nil, nil
	}
	return files, err
}

func (t target) executor(driver migrate.Driver, record migrate.RevisionReadWriter, opened folder) (*migrate.Executor, error) {
	return migrate.NewExecutor(driver, opened, record,
		migrate.WithOperatorVersion("specline atlas "+libraryVersion),
		migrate.WithAllowDirty(*t.isDirtyAllowed),
		migrate.WithBaselineVersion(*t.baseline))
}

// unwritten reads what is recorded and keeps what would be written to itself.
type unwritten struct{ revisions }

func (unwritten) WriteRevision(context.Context, *migrate.Revision) error { return nil }

func (t target) dryRun(ctx context.Context, client *sqlclient.Client, opened folder, count int, out io.Writer) error {
	files, err := t.pending(ctx, client.Driver, unwritten{revisions{client.DB, *t.schema}}, opened)
	if err != nil {
		return err
	}
	files = first(files, count)
	for _, file := range files {
		fmt.Fprintf(out, "-- %s\n%s\n", file.Name(), file.Bytes())
	}
	return said(out, len(files), "would be run")
}

func (t target) apply(ctx context.Context, client *sqlclient.Client, opened folder, count int, mode string, out io.Writer) error {
	record := revisions{client.DB, *t.schema}
	// Before the table of revisions is there: it would count as something in the database.
	files, err := t.pending(ctx, client.Driver, unwritten{record}, opened)
	if err != nil {
		return err
	}
	if err := record.create(ctx); err != nil {
		return err
	}
	if err := t.recordBaseline(ctx, client.Driver, record, opened); err != nil {
		return err
	}
	files = first(files, count)
	if mode == "all" {
		if err := t.inTransaction(ctx, client, opened, files); err != nil {
			return err
		}
		return said(out, len(files), "run")
	}
	for _, file := range files {
		if mode == "none" || isWithoutTransaction(file) {
			err = t.run(ctx, client.Driver, record, opened, file)
		} else {
			err = t.inTransaction(ctx, client, opened, []migrate.File{file})
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: run\n", file.Name())
	}
	return said(out, len(files), "run")
}

func first(files []migrate.File, count int) []migrate.File {
	if count == 0 || count > len(files) {
		return files
	}
	return files[:count]
}

func said(out io.Writer, count int, what string) error {
	if count == 0 {
		_, err := fmt.Fprintln(out, "No migration files to execute")
		return err
	}
	_, err := fmt.Fprintf(out, "%d of the folder's files %s\n", count, what)
	return err
}

// recordBaseline says of an empty history where it begins.
func (t target) recordBaseline(ctx context.Context, driver migrate.Driver, record revisions, opened folder) error {
	if *t.baseline == "" {
		return nil
	}
	if known, err := record.ReadRevisions(ctx); err != nil || len(known) > 0 {
		return err
	}
	// The library writes it while it looks for what is pending.
	_, err := t.pending(ctx, driver, record, opened)
	return err
}

// isWithoutTransaction reads `-- atlas:txmode none` from the head of a file.
func isWithoutTransaction(file migrate.File) bool {
	with, hasDirectives := file.(interface{ Directive(string) []string })
	return hasDirectives && slices.Contains(with.Directive("txmode"), "none")
}

// inTransaction runs files so that a failure leaves nothing of them behind, not even in the record.
func (t target) inTransaction(ctx context.Context, client *sqlclient.Client, opened folder, files []migrate.File) error {
	transaction, err := client.Tx(ctx, nil)
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := t.run(ctx, transaction.Driver, revisions{transaction.Tx, *t.schema}, opened, file); err != nil {
			return errors.Join(err, transaction.Rollback())
		}
	}
	return transaction.Commit()
}

func (t target) run(ctx context.Context, driver migrate.Driver, record revisions, opened folder, file migrate.File) error {
	executor, err := t.executor(driver, record, opened)
	if err != nil {
		return err
	}
	if err := executor.Execute(ctx, file); err != nil {
		return fmt.Errorf("%s: %w", file.Name(), err)
	}
	return nil
}
