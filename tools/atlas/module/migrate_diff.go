package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"ariga.io/atlas/sql/migrate"
)

const versionLayout = "20060102150405"

func defineMigrateDiff(flags *flag.FlagSet) action {
	of := &reader{}
	defineScope(flags, of)
	url := defineFolder(flags)
	to := flags.String("to", "", "database, or file://")
	format := flags.String("dir-format", "", "atlas or golang-migrate; without it as the folder has it")
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		name, err := nameOf(arguments)
		if err != nil {
			return err
		}
		opened, err := openValid(*url)
		if err != nil {
			return err
		}
		isPaired, err := pairing(opened, *format)
		if err != nil {
			return err
		}
		made, err := missing(ctx, of, opened, *to)
		if err != nil {
			return err
		}
		if len(made.Changes) == 0 {
			_, err := fmt.Fprintln(out, "The migration directory is synced with the desired state, no changes to be made.")
			return err
		}
		return writeMigration(opened, time.Now().UTC().Format(versionLayout)+name, made, isPaired)
	}
}

var plainName = regexp.MustCompile(`^[\w-]+$`)

// nameOf gives what follows the version in a file's name.
func nameOf(arguments []string) (string, error) {
	if len(arguments) == 0 {
		return "", nil
	}
	if err := noArguments(arguments[1:]); err != nil {
		return "", err
	}
	if !plainName.MatchString(arguments[0]) {
		return "", fmt.Errorf("a name has letters, digits, - and _ only: %q", arguments[0])
	}
	return "_" + arguments[0], nil
}

func pairing(opened folder, format string) (bool, error) {
	switch format {
	case "":
		return opened.isPaired()
	case "atlas", "golang-migrate":
		return format == "golang-migrate", nil
	}
	return false, fmt.Errorf("--dir-format is atlas or golang-migrate, not %q", format)
}

// missing plans what leads from the state that the folder gives to the one that is wanted.
func missing(ctx context.Context, of *reader, opened folder, to string) (*migrate.Plan, error) {
	files, err := opened.Files()
	if err != nil {
		return nil, err
	}
	from, err := of.readTexts(ctx, textsOf(files))
	if err != nil {
		return nil, fmt.Errorf("--dir: %w", err)
	}
	wanted, err := of.read(ctx, to)
	if err != nil {
		return nil, fmt.Errorf("--to: %w", err)
	}
	list, err := changes(from, wanted)
	if err != nil {
		return nil, err
	}
	return plan(ctx, list)
}

func textsOf(files []migrate.File) []namedText {
	texts := make([]namedText, 0, len(files))
	for _, one := range files {
		texts = append(texts, namedText{one.Name(), string(one.Bytes())})
	}
	return texts
}

// writeMigration adds a migration that is not there yet, and the new atlas.sum as the last thing.
func writeMigration(opened folder, name string, made *migrate.Plan, isPaired bool) error {
	type file struct{ name, text string }
	files := []file{{name + ".sql", sqlText(made)}}
	if isPaired {
		down, err := reverseText(made)
		if err != nil {
			return err
		}
		files = []file{{name + ".up.sql", sqlText(made)}, {name + ".down.sql", down}}
	}
	known, err := opened.Files()
	if err != nil {
		return err
	}
	// Files run in the order of their names.
	if len(known) > 0 && known[len(known)-1].Name() >= files[0].name {
		return fmt.Errorf("%s would not be the last file: %s is", files[0].name, known[len(known)-1].Name())
	}
	for _, one := range files {
		if err := replaceFile(filepath.Join(opened.files.Path(), one.name), []byte(one.text)); err != nil {
			return err
		}
	}
	return writeSum(opened)
}

// reverseText gives the statements of the way back, the last change first. One that has none is said in a comment.
func reverseText(made *migrate.Plan) (string, error) {
	var text strings.Builder
	for index := len(made.Changes) - 1; index >= 0; index-- {
		one := made.Changes[index]
		statements, err := one.ReverseStmts()
		if err != nil {
			return "", err
		}
		if len(statements) == 0 {
			fmt.Fprintf(&text, "-- no way back is known for: %s\n", strings.ReplaceAll(one.Cmd, "\n", " "))
		}
		for _, statement := range statements {
			fmt.Fprintf(&text, "%s;\n", strings.TrimSuffix(withoutRestart(statement), ";"))
		}
	}
	return text.String(), nil
}
