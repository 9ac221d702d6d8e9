package specline

import (
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

const maxText = 200

var escaper = strings.NewReplacer("~", "~0", "/", "~1")

// toFault takes the first of the innermost causes outside of a choice: what is wrong within a branch that nobody meant says little.
func toFault(err error) *Fault {
	cause, ok := err.(*jsonschema.ValidationError)
	if !ok {
		return &Fault{Keyword: "schema", Message: "the body does not fit the schema"}
	}
	for len(cause.Causes) > 0 && !isChoice(cause.ErrorKind) {
		cause = cause.Causes[0]
	}
	path := ""
	for _, name := range cause.InstanceLocation {
		path += "/" + escaper.Replace(name)
	}
	keyword := "false"
	if words := cause.ErrorKind.KeywordPath(); len(words) > 0 {
		keyword = words[0]
	}
	return &Fault{Path: short(path), Keyword: keyword, Message: short(messageOf(cause.ErrorKind))}
}

func isChoice(one jsonschema.ErrorKind) bool {
	switch one.(type) {
	case *kind.AnyOf, *kind.OneOf, *kind.Not:
		return true
	}
	return false
}

// messageOf says what the description asks for. What was found stays out of reports but for its type: it may be a secret.
func messageOf(one jsonschema.ErrorKind) string {
	switch one := one.(type) {
	case *brokenBound:
		return one.message
	case *kind.Type:
		return fmt.Sprintf("is %s, not %s", one.Got, strings.Join(one.Want, " or "))
	case *kind.Required:
		return "lacks " + strings.Join(one.Missing, ", ")
	case *kind.DependentRequired:
		return "lacks " + strings.Join(one.Missing, ", ")
	case *kind.AdditionalProperties:
		return fmt.Sprintf("has %d properties that are not described", len(one.Properties))
	case *kind.Enum:
		return fmt.Sprintf("is none of the %d values", len(one.Want))
	case *kind.Format:
		return "is no " + one.Want
	case *kind.Pattern:
		return "does not match " + one.Want
	case *kind.MinLength:
		return fmt.Sprintf("is %d characters long, not %d or more", one.Got, one.Want)
	case *kind.MaxLength:
		return fmt.Sprintf("is %d characters long, not %d or fewer", one.Got, one.Want)
	case *kind.MinItems:
		return fmt.Sprintf("has %d items, not %d or more", one.Got, one.Want)
	case *kind.MaxItems:
		return fmt.Sprintf("has %d items, not %d or fewer", one.Got, one.Want)
	case *kind.FalseSchema:
		return "must not be there"
	case *kind.AnyOf:
		return "fits none of the choices"
	case *kind.OneOf:
		if len(one.Subschemas) > 0 {
			return "fits several of the choices"
		}
		return "fits none of the choices"
	}
	return "breaks the keyword"
}

func short(text string) string {
	runes := []rune(text)
	if len(runes) <= maxText {
		return text
	}
	return string(runes[:maxText]) + "…"
}
