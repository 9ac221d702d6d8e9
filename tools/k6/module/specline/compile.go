package specline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// reply is what an operation may answer with some status.
type reply struct {
	// Required ones, as net/http writes their names.
	headers []string
	content []form
}

type form struct {
	// "application/json", "text/*" or "*/*".
	essence string
	// nil: bodies of this type are not checked.
	schema *jsonschema.Schema
	// nil: only the schema can tell.
	matcher *matcher
}

type document struct {
	// operationId → "200", "4XX" or "default" → index of the reply.
	Operations map[string]map[string]int
	Replies    []struct {
		Headers []string
		Content []struct {
			Type   string
			Schema json.RawMessage
		}
	}
}

const location = "specline:responses"

// compile reads load-test.responses.json.
func compile(text []byte) (map[string]*operation, error) {
	var read document
	if err := json.Unmarshal(text, &read); err != nil {
		return nil, err
	}
	resource, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	withFastNumbers(resource)
	compiler := newCompiler()
	if err := compiler.AddResource(location, resource); err != nil {
		return nil, err
	}
	replies := make([]*reply, len(read.Replies))
	for index, one := range read.Replies {
		made := &reply{}
		for _, name := range one.Headers {
			made.headers = append(made.headers, http.CanonicalHeaderKey(name))
		}
		for at, media := range one.Content {
			next := form{essence: essenceOf(media.Type)}
			if media.Schema != nil {
				next.schema, err = compiler.Compile(fmt.Sprintf("%s#/replies/%d/content/%d/schema", location, index, at))
				if err != nil {
					return nil, err
				}
				if !contextual.Match(text) {
					next.matcher = newMatcher(next.schema)
				}
			}
			made.content = append(made.content, next)
		}
		replies[index] = made
	}
	operations := map[string]*operation{}
	for id, statuses := range read.Operations {
		operations[id] = newOperation(id, func(status string) *reply {
			if index, ok := statuses[status]; ok {
				return replies[index]
			}
			return nil
		})
	}
	return operations, nil
}

// essenceOf("Application/JSON; charset=utf-8") is "application/json".
func essenceOf(mediaType string) string {
	essence, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(essence))
}
