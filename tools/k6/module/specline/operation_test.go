package specline

import (
	"testing"

	"go.k6.io/k6/lib/netext/httpext"
)

const responses = `{
  "operations": { "get": { "200": 0, "4XX": 1, "default": 2 } },
  "replies": [
    { "headers": ["x-page"], "content": [{ "type": "application/json", "schema": { "$ref": "#/components/schemas/Item" } }] },
    { "headers": [], "content": [] },
    { "headers": [], "content": [{ "type": "text/*" }, { "type": "application/json", "schema": false }] }
  ],
  "components": { "schemas": { "Item": {
    "type": ["integer", "object"], "minimum": 1, "multipleOf": 0.5,
    "properties": {
      "kind": { "enum": [{ "minimum": 1, "type": "integer" }] },
      "madeAt": { "type": "string", "format": "date-time" },
      "code": { "type": "string", "pattern": "^(?!x)\\p{L}+$" },
      "self": { "$ref": "#/components/schemas/Item" }
    }
  } } }
}`

func TestFaults(t *testing.T) {
	operations, err := compile([]byte(responses))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		status          int
		mediaType, body string
		path, keyword   string
	}{
		{200, "application/json", `1.0`, "", ""},
		{200, "application/json", `1.5`, "", "type"},
		{200, "application/json", `0`, "", "minimum"},
		{200, "application/problem+json", `1`, "", "content-type"},
		{200, "application/json", `{"self":{"self":"a"}}`, "/self/self", "type"},
		{200, "application/json", `{"kind":{"minimum":1,"type":"integer"}}`, "", ""},
		{200, "application/json", `{"kind":{"minimum":2,"type":"integer"}}`, "/kind", "enum"},
		{200, "application/json", `{"madeAt":"2026-01-01T10:00:00.5+01:00"}`, "", ""},
		{200, "application/json", `{"madeAt":"2016-12-31T23:59:60Z"}`, "", ""},
		{200, "application/json", `{"madeAt":"2026-01-01T10:00:00Z[Europe/Paris]"}`, "", ""},
		{200, "application/json", `{"madeAt":"2026-02-30T10:00:00Z"}`, "/madeAt", "format"},
		{200, "application/json", `{"madeAt":"2026-01-01T10:00:00,5Z"}`, "/madeAt", "format"},
		{200, "application/json", `{"code":"äb"}`, "", ""},
		{200, "application/json", `{"code":"xb"}`, "/code", "pattern"},
		{200, "application/json", `{"a`, "", "json"},
		{404, "text/html", `anything`, "", ""},
		{500, "Text/Plain; charset=utf-8", `anything`, "", ""},
		{500, "application/json", `{}`, "", "false"},
	} {
		response := &httpext.Response{
			Status: one.status, Body: one.body,
			Headers: map[string]string{"Content-Type": one.mediaType, "X-Page": "1"},
		}
		found := operations["get"].replies[one.status].faultOf(response)
		if found == nil {
			found = &Fault{}
		}
		if found.Path != one.path || found.Keyword != one.keyword {
			t.Errorf("%d %s %s: got %+v, want %s %s", one.status, one.mediaType, one.body, *found, one.path, one.keyword)
		}
	}
}

func TestCounts(t *testing.T) {
	operations, err := compile([]byte(responses))
	if err != nil {
		t.Fatal(err)
	}
	Drain()
	get := operations["get"]
	for range 5 {
		get.check(&httpext.Response{Status: 200, Body: "1", Headers: map[string]string{}})
	}
	get.check(&httpext.Response{Status: 0})
	counts := Drain()
	if len(counts) != 1 || counts[0].Checked != 5 || counts[0].Failed != 5 || len(counts[0].Samples) != 1 {
		t.Errorf("got %+v", counts)
	}
	if again := Drain(); len(again) != 0 {
		t.Errorf("counted twice: %+v", again)
	}
}
