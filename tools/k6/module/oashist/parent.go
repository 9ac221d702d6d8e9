package oashist

import (
	"os"
	"time"
)

// dieWithParent ends k6 when the process that started it is gone, however it died: load must not go on unattended.
func dieWithParent() {
	if os.Getenv("SPECLINE_WATCH_PARENT") != "true" {
		return
	}
	parent := os.Getppid()
	go func() {
		for os.Getppid() == parent {
			time.Sleep(200 * time.Millisecond)
		}
		os.Exit(105)
	}()
}
