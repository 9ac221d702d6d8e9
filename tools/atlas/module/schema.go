package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"text/template"

	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
)

func defineScope(flags *flag.FlagSet, of *reader) {
	for _, name := range []string{"s", "schema"} {
		flags.Var(&of.schemas, name, "schema to look at; all without it")
	}
	flags.Var(&of.exclude, "exclude", "pattern of objects to leave out")
	flags.StringVar(&of.devURL, "dev-url", "", "empty database on which SQL files are run")
}

func defineURL(flags *flag.FlagSet) *string {
	url := flags.String("url", "", "database, or file://")
	flags.StringVar(url, "u", "", "database, or file://")
	return url
}

func defineInspect(flags *flag.FlagSet) action {
	of := &reader{}
	defineScope(flags, of)
	url := defineURL(flags)
	format := flags.String("format", "{{ hcl . }}", "template: {{ hcl . }}, {{ json . }} or {{ sql . }}")
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		if err := noArguments(arguments); err != nil {
			return err
		}
		realm, err := of.read(ctx, *url)
		if err != nil {
			return err
		}
		return render(out, *format, template.FuncMap{
			"hcl":  func(any) (string, error) { return hcl(realm) },
			"json": func(any) (string, error) { return asJSON(realmView(realm)) },
			"sql":  func(any) (string, error) { return sqlBetween(ctx, &schema.Realm{}, realm) },
		}, realm)
	}
}

func hcl(realm *schema.Realm) (string, error) {
	text, err := postgres.MarshalHCL.MarshalSpec(realm)
	return string(text), err
}

// sqlBetween gives the statements that turn one realm into another.
func sqlBetween(ctx context.Context, before, after *schema.Realm) (string, error) {
	list, err := changes(before, after)
	if err != nil {
		return "", err
	}
	made, err := plan(ctx, list)
	if err != nil {
		return "", err
	}
	return sqlText(made), nil
}

func defineDiff(flags *flag.FlagSet) action {
	of := &reader{}
	defineScope(flags, of)
	from := flags.String("from", "", "database, or file://")
	to := flags.String("to", "", "database, or file://")
	format := flags.String("format", `{{ with sql . }}{{ . }}{{ else }}Schemas are synced, no changes to be made.{{ "\n" }}{{ end }}`, "template: {{ sql . }}")
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		if err := noArguments(arguments); err != nil {
			return err
		}
		text, err := difference(ctx, of, *from, *to)
		if err != nil {
			return err
		}
		return render(out, *format, template.FuncMap{"sql": func(any) string { return text }}, nil)
	}
}

func difference(ctx context.Context, of *reader, from, to string) (string, error) {
	before, err := of.read(ctx, from)
	if err != nil {
		return "", fmt.Errorf("--from: %w", err)
	}
	after, err := of.read(ctx, to)
	if err != nil {
		return "", fmt.Errorf("--to: %w", err)
	}
	return sqlBetween(ctx, before, after)
}

func defineApply(flags *flag.FlagSet) action {
	of := &reader{}
	defineScope(flags, of)
	url := defineURL(flags)
	to := flags.String("to", "", "database, or file://")
	isDryRun := flags.Bool("dry-run", false, "print what would be run")
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		if err := noArguments(arguments); err != nil {
			return err
		}
		if !*isDryRun {
			return errors.New("only --dry-run is there: plans are applied by nx run <project>:migrate, which proves them first")
		}
		text, err := difference(ctx, of, *url, *to)
		if err == nil {
			_, err = io.WriteString(out, text)
		}
		return err
	}
}

func render(out io.Writer, format string, functions template.FuncMap, value any) error {
	parsed, err := template.New("format").Funcs(functions).Parse(format)
	if err != nil {
		return err
	}
	return parsed.Execute(out, value)
}

func asJSON(value any) (string, error) {
	text, err := json.Marshal(value)
	return string(text), err
}
