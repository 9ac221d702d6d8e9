package specline

import (
	"testing"

	"github.com/grafana/sobek"
)

func TestBegunIterationsAreCountedOnce(t *testing.T) {
	DrainBegun()
	runtime := sobek.New()
	if err := runtime.Set("begin", begin); err != nil {
		t.Fatal(err)
	}
	if _, err := runtime.RunString("begin(); begin(); begin()"); err != nil {
		t.Fatal(err)
	}
	if first, second := DrainBegun(), DrainBegun(); first != 3 || second != 0 {
		t.Errorf("%d and %d instead of 3 and 0", first, second)
	}
}
