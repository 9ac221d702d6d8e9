package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/template"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/postgres"
	_ "ariga.io/atlas/sql/postgres/postgrescheck"
	"ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqlcheck"
	"ariga.io/atlas/sql/sqlclient"
)

// finding is a diagnostic of the library's analyzers with its place.
type finding struct {
	File string
	Line int
	Code string
	Text string
}

func defineLint(flags *flag.FlagSet) action {
	of := &reader{}
	defineScope(flags, of)
	url := defineFolder(flags)
	latest := flags.Int("latest", 0, "how many of the last files; all without it")
	format := flags.String("format", "{{ range . }}{{ .File }}:{{ .Line }}: {{ .Text }} [{{ .Code }}]\n{{ else }}No diagnostics.\n{{ end }}", "template: {{ json . }}")
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		if err := noArguments(arguments); err != nil {
			return err
		}
		if *latest < 0 {
			return fmt.Errorf("--latest has to be 0 or more, not %d", *latest)
		}
		opened, err := openValid(*url)
		if err != nil {
			return err
		}
		files, err := opened.Files()
		if err != nil {
			return err
		}
		known := 0
		if *latest > 0 {
			known = max(0, len(files)-*latest)
		}
		found := []finding{}
		refused := of.onDev(ctx, func(client *sqlclient.Client) error {
			if err := runTexts(ctx, client, textsOf(files[:known])); err != nil {
				return err
			}
			found, err = of.lint(ctx, client, files[known:])
			return err
		})
		var said *analysisError
		if refused != nil && !errors.As(refused, &said) {
			return refused
		}
		return errors.Join(render(out, *format, template.FuncMap{"json": asJSON}, found), refused)
	}
}

// analysisError is the library's word that what it found must not be.
type analysisError struct{ cause error }

func (e *analysisError) Error() string { return e.cause.Error() }

func (r *reader) lint(ctx context.Context, client *sqlclient.Client, files []migrate.File) ([]finding, error) {
	analyzers, err := sqlcheck.AnalyzerFor(postgres.DriverName, nil)
	if err != nil {
		return nil, err
	}
	found := []finding{}
	var refused []error
	for _, file := range files {
		pass, err := r.passOf(ctx, client, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name(), err)
		}
		pass.Reporter = sqlcheck.ReportWriterFunc(func(report sqlcheck.Report) {
			for _, one := range report.Diagnostics {
				line := 1 + strings.Count(string(file.Bytes()[:one.Pos]), "\n")
				found = append(found, finding{file.Name(), line, one.Code, one.Text})
			}
		})
		for _, one := range analyzers {
			if err := one.Analyze(ctx, pass); err != nil {
				refused = append(refused, fmt.Errorf("%s: %w", file.Name(), err))
			}
		}
	}
	if len(refused) > 0 {
		return found, &analysisError{errors.Join(refused...)}
	}
	return found, nil
}

// passOf runs a file statement by statement and finds what each of them changes.
func (r *reader) passOf(ctx context.Context, client *sqlclient.Client, file migrate.File) (*sqlcheck.Pass, error) {
	statements, err := file.StmtDecls()
	if err != nil {
		return nil, err
	}
	before, err := inspect(ctx, client, &r.scope)
	if err != nil {
		return nil, err
	}
	checked := &sqlcheck.File{File: file, From: before, To: before}
	for _, one := range statements {
		if _, err := client.DB.ExecContext(ctx, one.Text); err != nil {
			return nil, err
		}
		after, err := inspect(ctx, client, &r.scope)
		if err != nil {
			return nil, err
		}
		list, err := changes(checked.To, after)
		if err != nil {
			return nil, err
		}
		checked.Changes = append(checked.Changes, &sqlcheck.Change{Changes: list, Stmt: one})
		checked.To = after
	}
	sum, err := changes(before, checked.To)
	checked.Sum = schema.Changes(sum)
	return &sqlcheck.Pass{File: checked, Dev: client}, err
}
