package specline

import (
	"encoding/json"
	"math"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/message"
)

// The library compares numbers as exact fractions, which costs more than all the rest of a check. Bodies are read as float64, as
// JavaScript reads them, so their numbers are compared as such: by a keyword of ours that takes the place of five.
const numberKeyword = "specline-number"

const vocabularyURL = "specline:numbers"

type bounds struct {
	isInteger                          bool
	minimum, maximum, above, below, of *float64
}

// withFastNumbers replaces `integer` and the bounds of numbers in all schemas of a document, which it changes.
func withFastNumbers(value any) {
	switch one := value.(type) {
	case []any:
		for _, inner := range one {
			withFastNumbers(inner)
		}
	case map[string]any:
		for keyword, inner := range one {
			// Values, not schemas; a property of that name keeps the library's numbers.
			if keyword != "enum" && keyword != "const" && keyword != "dependentRequired" {
				withFastNumbers(inner)
			}
		}
		replaceNumbers(one)
	}
}

// replaceNumbers leaves alone what only looks like a schema: a map of properties of which one is called `minimum` has a schema there.
func replaceNumbers(schema map[string]any) {
	own := map[string]any{}
	switch types := schema["type"].(type) {
	case string:
		if types == "integer" {
			schema["type"] = "number"
			own["integer"] = true
		}
	case []any:
		if slices.Contains(types, any("integer")) && !slices.Contains(types, any("number")) {
			schema["type"] = append(slices.DeleteFunc(slices.Clone(types), func(one any) bool { return one == "integer" }), "number")
			own["integer"] = true
		}
	}
	for _, keyword := range []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"} {
		if bound, ok := schema[keyword].(json.Number); ok {
			own[keyword] = bound
			delete(schema, keyword)
		}
	}
	if len(own) > 0 {
		schema[numberKeyword] = own
	}
}

var vocabulary = &jsonschema.Vocabulary{
	URL: vocabularyURL,
	Compile: func(_ *jsonschema.CompilerContext, schema map[string]any) (jsonschema.SchemaExt, error) {
		own, ok := schema[numberKeyword].(map[string]any)
		if !ok {
			return nil, nil
		}
		bound := func(keyword string) *float64 {
			if number, ok := own[keyword].(json.Number); ok {
				if value, err := number.Float64(); err == nil {
					return &value
				}
			}
			return nil
		}
		return &bounds{
			own["integer"] == true,
			bound("minimum"), bound("maximum"), bound("exclusiveMinimum"), bound("exclusiveMaximum"), bound("multipleOf"),
		}, nil
	},
}

func (b *bounds) Validate(context *jsonschema.ValidatorContext, value any) {
	if broken := b.broken(value); broken != nil {
		context.AddError(broken)
	}
}

var (
	noInteger  = &brokenBound{"type", "is number, not integer"}
	underLeast = &brokenBound{"minimum", "is too small"}
	overMost   = &brokenBound{"maximum", "is too large"}
	notAbove   = &brokenBound{"exclusiveMinimum", "is too small"}
	notBelow   = &brokenBound{"exclusiveMaximum", "is too large"}
	noMultiple = &brokenBound{"multipleOf", "is no multiple"}
)

func (b *bounds) broken(value any) *brokenBound {
	number, ok := value.(float64)
	switch {
	case !ok:
		return nil
	case b.isInteger && number != math.Trunc(number):
		return noInteger
	case b.minimum != nil && number < *b.minimum:
		return underLeast
	case b.maximum != nil && number > *b.maximum:
		return overMost
	case b.above != nil && number <= *b.above:
		return notAbove
	case b.below != nil && number >= *b.below:
		return notBelow
	case b.of != nil && !isMultiple(number / *b.of):
		return noMultiple
	}
	return nil
}

// isMultiple knows that decimal fractions are not exact: 0.0075 / 0.0001 is 75.00000000000001.
func isMultiple(quotient float64) bool {
	return !math.IsInf(quotient, 0) && math.Abs(quotient-math.Round(quotient)) <= 1e-12*math.Abs(quotient)
}

type brokenBound struct{ keyword, message string }

func (b *brokenBound) KeywordPath() []string                   { return []string{b.keyword} }
func (b *brokenBound) LocalizedString(*message.Printer) string { return b.message }
