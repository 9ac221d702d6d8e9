package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"text/template"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqlclient"
)

// migrationStatus is what the Atlas CLI says of a database, by its names.
type migrationStatus struct {
	Status  string
	Current string
	Next    string
	Applied []*migrate.Revision
	Pending []string
}

func defineStatus(flags *flag.FlagSet) action {
	on := defineTarget(flags)
	format := flags.String("format", statusText, "template: {{ json . }}")
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		if err := noArguments(arguments); err != nil {
			return err
		}
		return on.work(ctx, func(client *sqlclient.Client, opened folder) error {
			status, err := on.status(ctx, client, opened)
			if err != nil {
				return err
			}
			return render(out, *format, template.FuncMap{"json": asJSON}, status)
		})
	}
}

const statusText = `Migration Status: {{ .Status }}
  -- Current Version: {{ .Current }}
  -- Next Version:    {{ .Next }}
  -- Executed Files:  {{ len .Applied }}
  -- Pending Files:   {{ len .Pending }}
`

func (t target) status(ctx context.Context, client *sqlclient.Client, opened folder) (*migrationStatus, error) {
	// To look is not to begin: whether the database is empty does not matter.
	*t.isDirtyAllowed = true
	record := unwritten{revisions{client.DB, *t.schema}}
	applied, err := record.ReadRevisions(ctx)
	if err != nil {
		return nil, err
	}
	files, err := t.pending(ctx, client.Driver, record, opened)
	if err != nil {
		return nil, err
	}
	status := migrationStatus{Status: "OK", Current: "No migration applied yet", Next: "Already at latest version", Applied: applied, Pending: []string{}}
	for _, file := range files {
		status.Pending = append(status.Pending, file.Name())
	}
	if len(files) > 0 {
		status.Status, status.Next = "PENDING", files[0].Version()
	}
	if len(applied) > 0 {
		last := applied[len(applied)-1]
		status.Current = last.Version
		if last.Applied < last.Total {
			status.Current = fmt.Sprintf("%s (%d of %d statements)", last.Version, last.Applied, last.Total)
		}
	}
	return &status, nil
}
