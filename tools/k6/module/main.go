// Command k6 is k6 with Specline's output and its check of responses.
package main

import (
	"go.k6.io/k6/cmd"

	_ "specline/k6/oashist"
	_ "specline/k6/specline"
)

func main() { cmd.Execute() }
