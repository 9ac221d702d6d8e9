package specline

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestMatchersAgreeOnTheTestSuite takes the schemas and values of the JSON Schema Test Suite from SPECLINE_CORPUS, where there is one.
func TestMatchersAgreeOnTheTestSuite(t *testing.T) {
	folder := os.Getenv("SPECLINE_CORPUS")
	if folder == "" {
		t.Log("left out: SPECLINE_CORPUS names no folder")
		return
	}
	files := []string{}
	_ = filepath.WalkDir(filepath.Join(folder, "json-schema-test-suite"), func(path string, entry os.DirEntry, _ error) error {
		if filepath.Ext(path) == ".json" && bytes.Contains([]byte(path), []byte("draft2020-12")) {
			files = append(files, path)
		}
		return nil
	})
	compared, withoutMatcher := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var groups []struct {
			Description string
			Schema      json.RawMessage
			Tests       []struct{ Data json.RawMessage }
		}
		if json.Unmarshal(text, &groups) != nil {
			continue
		}
		for _, group := range groups {
			// Descriptions have no `$schema`, with which a schema is left to the library.
			source, err := jsonschema.UnmarshalJSON(bytes.NewReader(group.Schema))
			if err != nil {
				t.Fatal(err)
			}
			if object, ok := source.(map[string]any); ok {
				delete(object, "$schema")
			}
			rest, _ := json.Marshal(source)
			withFastNumbers(source)
			compiler := newCompiler()
			if compiler.AddResource(location, source) != nil {
				continue
			}
			// Some refer to other documents, which descriptions cannot.
			schema, err := compiler.Compile(location)
			if err != nil {
				continue
			}
			var one *matcher
			if !contextual.Match(rest) {
				one = newMatcher(schema)
			}
			if one == nil {
				withoutMatcher++
				continue
			}
			for _, test := range group.Tests {
				var value any
				if json.Unmarshal(test.Data, &value) != nil {
					continue
				}
				compared++
				if fits, err := one.fits(value), schema.Validate(value); fits != (err == nil) {
					t.Errorf("%s, %s, %s: the matcher says %t, the library %v", file, group.Description, test.Data, fits, err)
				}
			}
		}
	}
	t.Logf("%d values compared, %d schemas without a matcher", compared, withoutMatcher)
}
