package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// command is one entry of the program: its words, such as `schema diff`, and what it does with its flags.
type command struct {
	name    string
	summary string
	// define declares the flags and returns what runs once they are read.
	define func(*flag.FlagSet) action
}

// action gets the arguments that are no flags.
type action func(ctx context.Context, arguments []string, out io.Writer) error

func commands() []command {
	return []command{
		{"version", "print the version", defineVersion},
		{"schema inspect", "print a schema", defineInspect},
		{"schema diff", "print the statements that turn one schema into another", defineDiff},
		{"schema apply", "print the statements that apply would run (--dry-run only)", defineApply},
		{"migrate diff", "write the migration that leads from the folder to a schema", defineMigrateDiff},
		{"migrate apply", "run the migrations that are pending", defineMigrateApply},
		{"migrate status", "say what has been applied and what is pending", defineStatus},
		{"migrate lint", "analyse the latest migrations", defineLint},
		{"migrate hash", "write atlas.sum", defineHash},
		{"migrate validate", "compare the folder with its atlas.sum", defineValidate},
	}
}

func findCommand(arguments []string) (*command, []string) {
	for _, one := range commands() {
		words := strings.Fields(one.name)
		if len(arguments) >= len(words) && strings.Join(arguments[:len(words)], " ") == one.name {
			return &one, arguments[len(words):]
		}
	}
	return nil, nil
}

// start reads the flags and runs. Flags may stand before and behind arguments, as in the Atlas CLI.
func (c *command) start(ctx context.Context, arguments []string, out io.Writer) error {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	act := c.define(flags)
	var plain []string
	for rest := arguments; len(rest) > 0; {
		if err := flags.Parse(rest); errors.Is(err, flag.ErrHelp) {
			return c.help(flags, out)
		} else if err != nil {
			return err
		}
		if rest = flags.Args(); len(rest) > 0 {
			plain, rest = append(plain, rest[0]), rest[1:]
		}
	}
	return act(ctx, plain, out)
}

func (c *command) help(flags *flag.FlagSet, out io.Writer) error {
	fmt.Fprintf(out, "%s: %s\n\nFlags:\n", c.name, c.summary)
	flags.VisitAll(func(one *flag.Flag) {
		dashes := "--"
		if len(one.Name) == 1 {
			dashes = "-"
		}
		fmt.Fprintf(out, "  %s%s  %s\n", dashes, one.Name, one.Usage)
	})
	return nil
}

func usage() string {
	var text strings.Builder
	text.WriteString("Usage: atlas <command> [flags]\n\n")
	for _, one := range commands() {
		fmt.Fprintf(&text, "  %-18s %s\n", one.name, one.summary)
	}
	return text.String()
}

func noArguments(arguments []string) error {
	if len(arguments) > 0 {
		return fmt.Errorf("unexpected argument %q", arguments[0])
	}
	return nil
}

// list is a flag that may be given several times or with commas.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(text string) error {
	*l = append(*l, strings.Split(text, ",")...)
	return nil
}

func defineVersion(*flag.FlagSet) action {
	return func(_ context.Context, arguments []string, out io.Writer) error {
		if err := noArguments(arguments); err != nil {
			return err
		}
		_, err := fmt.Fprintf(out, "atlas specline version %s\n", libraryVersion)
		return err
	}
}
