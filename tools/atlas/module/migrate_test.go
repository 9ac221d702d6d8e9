package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHashAndValidate(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	call := func(name string) (int, string) {
		var out, errors strings.Builder
		status := run(t.Context(), []string{"migrate", name, "--dir", "file://" + folder}, &out, &errors)
		return status, errors.String()
	}
	write("1_a.up.sql", "SELECT 1;")
	write("1_a.down.sql", "SELECT 2;")
	if status, text := call("validate"); status != 1 {
		t.Errorf("a folder without atlas.sum is valid: %s", text)
	}
	if status, text := call("hash"); status != 0 {
		t.Fatal(text)
	}
	if status, text := call("validate"); status != 0 {
		t.Error(text)
	}
	sum, err := os.ReadFile(filepath.Join(folder, "atlas.sum"))
	if err != nil || strings.Contains(string(sum), "down") {
		t.Errorf("%v: %s", err, sum)
	}
	for _, one := range []struct{ name, text, want string }{
		{"2_b.up.sql", "SELECT 3;", "2_b.up.sql was added"},
		{"1_a.up.sql", "SELECT 4;", "1_a.up.sql was edited"},
	} {
		write(one.name, one.text)
		if status, text := call("validate"); status != 1 || !strings.Contains(text, one.want) {
			t.Errorf("status %d, %q, want %q", status, text, one.want)
		}
	}
}
