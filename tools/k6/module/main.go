// Command k6 is k6 with Specline's output extension.
package main

import (
	"go.k6.io/k6/cmd"

	_ "specline/k6/oashist"
)

func main() { cmd.Execute() }
