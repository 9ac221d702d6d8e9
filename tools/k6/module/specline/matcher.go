package specline

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// matcher tells whether a value fits a schema, and nothing else: nearly all responses of a load test fit, and the library pays for an
// explanation before it knows that none is needed. What a matcher refuses is given to the library, which explains it.
type matcher struct {
	fits func(value any) bool
	// Schemas that look at the same value.
	inPlace []*matcher
}

// contextual are keywords with which the meaning of a schema depends on the way to it, or on a draft. Only the library knows these.
var contextual = regexp.MustCompile(`"\$(?:dynamicRef|recursiveRef|schema)"`)

// newMatcher returns nil for a schema that asks for itself without end, which the library finds out, and for one that refers to a
// schema of schemas.
func newMatcher(schema *jsonschema.Schema) *matcher {
	made := matchers{}
	top := made.of(schema)
	for one := range made {
		if one.DynamicRef != nil || one.RecursiveRef != nil {
			return nil
		}
	}
	state := map[*matcher]bool{}
	for _, one := range made {
		if isEndless(one, state) {
			return nil
		}
	}
	return top
}

// isEndless visits what looks at the same value; state is true while a matcher is being visited.
func isEndless(one *matcher, state map[*matcher]bool) bool {
	if visiting, known := state[one]; known {
		return visiting
	}
	state[one] = true
	if slices.ContainsFunc(one.inPlace, func(inner *matcher) bool { return isEndless(inner, state) }) {
		return true
	}
	state[one] = false
	return false
}

type matchers map[*jsonschema.Schema]*matcher

// of returns nil for no schema.
func (m matchers) of(schema *jsonschema.Schema) *matcher {
	if schema == nil {
		return nil
	}
	if known := m[schema]; known != nil {
		return known
	}
	made := &matcher{}
	// Before its parts are made: one of them may be the schema itself.
	m[schema] = made
	if isRare(schema) {
		made.fits = func(value any) bool { return schema.Validate(value) == nil }
	} else {
		made.fits = all(m.testsOf(schema, made))
	}
	return made
}

func all(tests []func(any) bool) func(any) bool {
	switch len(tests) {
	case 0:
		return func(any) bool { return true }
	case 1:
		return tests[0]
	case 2:
		first, second := tests[0], tests[1]
		return func(value any) bool { return first(value) && second(value) }
	}
	return func(value any) bool {
		for _, test := range tests {
			if !test(value) {
				return false
			}
		}
		return true
	}
}

// isRare names what is left to the library: keywords that few descriptions use, and numbers that are compared as exact fractions.
func isRare(s *jsonschema.Schema) bool {
	return s.Const != nil || s.MaxProperties != nil || s.MinProperties != nil || s.PropertyNames != nil ||
		len(s.PatternProperties) > 0 || len(s.Dependencies) > 0 || len(s.DependentRequired) > 0 || len(s.DependentSchemas) > 0 ||
		s.UnevaluatedProperties != nil || s.UniqueItems || s.Contains != nil || s.Items != nil || s.AdditionalItems != nil ||
		len(s.PrefixItems) > 0 || s.UnevaluatedItems != nil || s.ContentEncoding != nil || s.ContentMediaType != nil ||
		s.ContentSchema != nil || s.Maximum != nil || s.Minimum != nil || s.ExclusiveMaximum != nil || s.ExclusiveMinimum != nil ||
		s.MultipleOf != nil || hasExactIntegers(s) ||
		s.Enum != nil && slices.ContainsFunc(s.Enum.Values, isCompound) || slices.ContainsFunc(s.Extensions, isForeign)
}

func hasExactIntegers(schema *jsonschema.Schema) bool {
	if schema.Types == nil {
		return false
	}
	names := schema.Types.ToStrings()
	return slices.Contains(names, "integer") && !slices.Contains(names, "number")
}

// isCompound tells values that do not compare as they are.
func isCompound(value any) bool {
	switch value.(type) {
	case nil, bool, string:
		return false
	}
	return true
}

func isForeign(extension jsonschema.SchemaExt) bool {
	_, isOurs := extension.(*bounds)
	return !isOurs
}

// testsOf gives what a value has to pass.
func (m matchers) testsOf(schema *jsonschema.Schema, made *matcher) []func(any) bool {
	if schema.Bool != nil {
		verdict := *schema.Bool
		return []func(any) bool{func(any) bool { return verdict }}
	}
	tests := []func(any) bool{}
	for _, test := range []func(any) bool{
		typeTest(schema), enumTest(schema), formatTest(schema), m.objectTest(schema), m.arrayTest(schema), stringTest(schema),
	} {
		if test != nil {
			tests = append(tests, test)
		}
	}
	for _, extension := range schema.Extensions {
		own, _ := extension.(*bounds)
		tests = append(tests, func(value any) bool { return own.broken(value) == nil })
	}
	return append(tests, m.inPlaceTests(schema, made)...)
}

func typeTest(schema *jsonschema.Schema) func(any) bool {
	if schema.Types == nil || schema.Types.IsEmpty() {
		return nil
	}
	names := schema.Types.ToStrings()
	has := func(name string) bool { return slices.Contains(names, name) }
	null, boolean, number, text, array, object := has("null"), has("boolean"), has("number"), has("string"), has("array"), has("object")
	return func(value any) bool {
		switch value.(type) {
		case nil:
			return null
		case bool:
			return boolean
		case float64:
			return number
		case string:
			return text
		case []any:
			return array
		case map[string]any:
			return object
		}
		return false
	}
}

func enumTest(schema *jsonschema.Schema) func(any) bool {
	if schema.Enum == nil {
		return nil
	}
	values := schema.Enum.Values
	return func(value any) bool { return !isCompound(value) && slices.Contains(values, value) }
}

func formatTest(schema *jsonschema.Schema) func(any) bool {
	if schema.Format == nil {
		return nil
	}
	validate := schema.Format.Validate
	return func(value any) bool { return validate(value) == nil }
}

type property struct {
	name       string
	isRequired bool
	// nil: anything.
	schema *matcher
}

func (m matchers) objectTest(schema *jsonschema.Schema) func(any) bool {
	var additional *matcher
	isClosed := false
	switch rest := schema.AdditionalProperties.(type) {
	case bool:
		isClosed = !rest
	case *jsonschema.Schema:
		additional = m.of(rest)
	}
	properties := []property{}
	isKnown := map[string]bool{}
	for name, inner := range schema.Properties {
		isKnown[name] = true
		properties = append(properties, property{name, slices.Contains(schema.Required, name), m.of(inner)})
	}
	for _, name := range schema.Required {
		if !isKnown[name] {
			properties = append(properties, property{name, true, nil})
		}
	}
	if len(properties) == 0 && !isClosed && additional == nil {
		return nil
	}
	return func(value any) bool {
		object, ok := value.(map[string]any)
		if !ok {
			return true
		}
		for index := range properties {
			one := &properties[index]
			if inner, ok := object[one.name]; !ok {
				if one.isRequired {
					return false
				}
			} else if one.schema != nil && !one.schema.fits(inner) {
				return false
			}
		}
		if !isClosed && additional == nil {
			return true
		}
		for name, inner := range object {
			if !isKnown[name] && (isClosed || !additional.fits(inner)) {
				return false
			}
		}
		return true
	}
}

func (m matchers) arrayTest(schema *jsonschema.Schema) func(any) bool {
	items, least, most := m.of(schema.Items2020), schema.MinItems, schema.MaxItems
	if items == nil && least == nil && most == nil {
		return nil
	}
	return func(value any) bool {
		array, ok := value.([]any)
		if !ok {
			return true
		}
		if least != nil && len(array) < *least || most != nil && len(array) > *most {
			return false
		}
		if items != nil {
			for _, inner := range array {
				if !items.fits(inner) {
					return false
				}
			}
		}
		return true
	}
}

func stringTest(schema *jsonschema.Schema) func(any) bool {
	least, most, pattern := schema.MinLength, schema.MaxLength, schema.Pattern
	if least == nil && most == nil && pattern == nil {
		return nil
	}
	return func(value any) bool {
		text, ok := value.(string)
		if !ok {
			return true
		}
		if least != nil || most != nil {
			length := utf8.RuneCountInString(text)
			if least != nil && length < *least || most != nil && length > *most {
				return false
			}
		}
		return pattern == nil || pattern.MatchString(text)
	}
}

// inPlaceTests are those of the schemas that look at the same value.
func (m matchers) inPlaceTests(schema *jsonschema.Schema, made *matcher) []func(any) bool {
	tests := []func(any) bool{}
	add := func(test func(any) bool, inner ...*matcher) {
		tests = append(tests, test)
		for _, one := range inner {
			if one != nil {
				made.inPlace = append(made.inPlace, one)
			}
		}
	}
	if inner := m.of(schema.Ref); inner != nil {
		add(func(value any) bool { return inner.fits(value) }, inner)
	}
	for _, one := range schema.AllOf {
		inner := m.of(one)
		add(func(value any) bool { return inner.fits(value) }, inner)
	}
	if choices := m.ofAll(schema.AnyOf); len(choices) > 0 {
		add(func(value any) bool { return count(choices, value, 1) == 1 }, choices...)
	}
	if choices := m.ofAll(schema.OneOf); len(choices) > 0 {
		add(func(value any) bool { return count(choices, value, 2) == 1 }, choices...)
	}
	if inner := m.of(schema.Not); inner != nil {
		add(func(value any) bool { return !inner.fits(value) }, inner)
	}
	if condition, then, otherwise := m.of(schema.If), m.of(schema.Then), m.of(schema.Else); condition != nil {
		add(func(value any) bool {
			if condition.fits(value) {
				return then == nil || then.fits(value)
			}
			return otherwise == nil || otherwise.fits(value)
		}, condition, then, otherwise)
	}
	return tests
}

func (m matchers) ofAll(schemas []*jsonschema.Schema) []*matcher {
	made := []*matcher{}
	for _, one := range schemas {
		made = append(made, m.of(one))
	}
	return made
}

// count stops at the given number of schemas that fit.
func count(choices []*matcher, value any, enough int) int {
	fitting := 0
	for _, one := range choices {
		if one.fits(value) {
			fitting++
			if fitting == enough {
				break
			}
		}
	}
	return fitting
}
