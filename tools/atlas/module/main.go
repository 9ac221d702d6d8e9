// Command atlas speaks the flags of the Atlas CLI on the library ariga.io/atlas.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	_ "github.com/lib/pq"
)

// libraryVersion is that of go.mod.
const libraryVersion = "v1.3.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit status. A command that is not known is an error, unlike in the Atlas CLI, which prints a help text and exits with 0.
func run(ctx context.Context, arguments []string, out, errors io.Writer) int {
	found, rest := findCommand(arguments)
	if found == nil {
		fmt.Fprint(errors, usage())
		return 1
	}
	if err := found.start(ctx, rest, out); err != nil {
		fmt.Fprintf(errors, "Error: %v\n", err)
		return 1
	}
	return 0
}
