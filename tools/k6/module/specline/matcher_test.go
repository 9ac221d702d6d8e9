package specline

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// schemas of which each is tried with each of the values.
var schemas = []string{
	`true`, `false`, `{}`,
	`{"type":"integer"}`, `{"type":["integer","number"]}`, `{"type":["string","null"]}`, `{"type":"number","exclusiveMinimum":0}`,
	`{"enum":["a",null,true]}`, `{"enum":[1,"a"]}`, `{"const":1}`, `{"enum":[{"a":1}]}`,
	`{"minimum":1,"maximum":2}`, `{"multipleOf":0.1}`,
	`{"minLength":2}`, `{"maxLength":1}`, `{"pattern":"^a"}`, `{"format":"date-time"}`, `{"format":"unheard-of"}`,
	`{"minItems":1,"maxItems":1}`, `{"items":{"type":"integer"}}`, `{"uniqueItems":true}`, `{"prefixItems":[{"type":"string"}],"items":false}`,
	`{"contains":{"type":"string"}}`,
	`{"required":["a"]}`, `{"properties":{"a":{"type":"integer"}}}`, `{"properties":{"a":{}},"additionalProperties":false}`,
	`{"properties":{"a":{}},"required":["a","b"],"additionalProperties":{"type":"string"}}`, `{"minProperties":1}`, `{"propertyNames":{"maxLength":0}}`,
	`{"patternProperties":{"^a":{"type":"string"}},"additionalProperties":false}`, `{"dependentRequired":{"a":["b"]}}`,
	`{"allOf":[{"type":"object"},{"required":["b"]}]}`, `{"anyOf":[{"type":"string"},{"minItems":2}]}`,
	`{"oneOf":[{"type":"string"},{"maxLength":1},{"required":["a"]}]}`, `{"not":{"type":"string"}}`,
	`{"if":{"type":"string"},"then":{"minLength":2},"else":{"type":"object"}}`, `{"if":{"type":"string"},"else":false}`,
	`{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}`,
	`{"$ref":"#/components/schemas/Tree"}`, `{"$ref":"#/components/schemas/Tree","required":["b"]}`,
	`{"$ref":"#/components/schemas/Endless"}`, `{"properties":{"a":{"$ref":"#/components/schemas/Endless"}}}`,
}

var values = []string{
	`null`, `true`, `false`, `0`, `1`, `1.0`, `1.5`, `0.3`, `-1`, `1e400`, `""`, `"a"`, `"ab"`, `"ä"`, `"2026-01-01T10:00:00Z"`,
	`[]`, `["a"]`, `[1]`, `[1,1]`, `["a",1]`, `[1.5]`, `{}`, `{"a":1}`, `{"a":"x"}`, `{"b":1}`, `{"b":"x"}`, `{"a":1,"b":"x"}`, `{"a":{"a":{}}}`,
	`{"a":{"a":{"a":[]}}}`, `{"__proto__":1}`,
}

func TestMatchersAgreeWithTheLibrary(t *testing.T) {
	replies := []string{}
	for _, schema := range schemas {
		replies = append(replies, fmt.Sprintf(`{"headers":[],"content":[{"type":"application/json","schema":%s}]}`, schema))
	}
	statuses := []string{}
	for index := range schemas {
		statuses = append(statuses, fmt.Sprintf(`"%d":%d`, 200+index, index))
	}
	operations, err := compile([]byte(`{"operations":{"get":{` + strings.Join(statuses, ",") + `}},"replies":[` + strings.Join(replies, ",") + `],
		"components":{"schemas":{
			"Tree":{"type":"object","properties":{"a":{"$ref":"#/components/schemas/Tree"}}},
			"Endless":{"anyOf":[{"$ref":"#/components/schemas/Endless"},{"type":"object"}]}
		}}}`))
	if err != nil {
		t.Fatal(err)
	}
	agreed, endless := map[bool]int{}, 0
	for index, schema := range schemas {
		form := operations["get"].replies[200+index].content[0]
		if form.matcher == nil {
			endless++
			continue
		}
		for _, text := range values {
			var value any
			if json.Unmarshal([]byte(text), &value) != nil {
				continue
			}
			if fits, err := form.matcher.fits(value), form.schema.Validate(value); fits != (err == nil) {
				t.Errorf("%s, %s: the matcher says %t, the library %v", schema, text, fits, err)
			} else {
				agreed[fits]++
			}
		}
	}
	if endless != 2 {
		t.Errorf("%d schemas have no matcher, not the two that are endless", endless)
	}
	if agreed[true] < 300 || agreed[false] < 300 {
		t.Errorf("too few values fit or do not: %v", agreed)
	}
}

func TestSchemasThatDependOnTheirContextHaveNoMatcher(t *testing.T) {
	operations, err := compile([]byte(`{"operations":{"get":{"200":0}},"replies":[{"content":[{"type":"application/json","schema":{"$dynamicRef":"#a"}}]}],
		"components":{"schemas":{"A":{"$dynamicAnchor":"a","type":"object"}}}}`))
	if err == nil && operations["get"].replies[200].content[0].matcher != nil {
		t.Error("there is a matcher")
	}
}

func BenchmarkCheck(b *testing.B) {
	operations, err := compile([]byte(responses))
	if err != nil {
		b.Fatal(err)
	}
	reply := operations["get"].replies[200]
	body := `{"kind":{"minimum":1,"type":"integer"},"madeAt":"2026-01-01T10:00:00.5+01:00","code":"b","self":{"code":"b"}}`
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		b.Fatal(err)
	}
	form := reply.content[0]
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			_, _ = parse(body)
		}
	})
	b.Run("matcher", func(b *testing.B) {
		for b.Loop() {
			form.matcher.fits(value)
		}
	})
	b.Run("library", func(b *testing.B) {
		for b.Loop() {
			_ = form.schema.Validate(value)
		}
	})
}
