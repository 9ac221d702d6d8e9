package specline

import (
	"encoding/base64"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// newCompiler knows JSON Schema as the validators of generated routes do: formats are checked
// (docs/decisions/0311-formats-are-checked.md), patterns are those of JavaScript.
func newCompiler() *jsonschema.Compiler {
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	compiler.UseRegexpEngine(compilePattern)
	compiler.RegisterVocabulary(vocabulary)
	compiler.AssertVocabs()
	for _, format := range formats {
		compiler.RegisterFormat(&format)
	}
	return compiler
}

// formats are those in which the library is stricter than the validators of routes, and those that these do not know.
var formats = []jsonschema.Format{
	{Name: "byte", Validate: text("no base64", isBase64)},
	{Name: "date-time", Validate: text("no date and time", isDateTime)},
	{Name: "email", Validate: text("no e-mail address", email.MatchString)},
	{Name: "period", Validate: anything},
	{Name: "semver", Validate: anything},
}

var email = regexp.MustCompile(`(?i)^(?:[a-z0-9!#$%&'*+/=?^_\x60{|}~.-]+|"(?:[^"\\]|\\[ -~])*")@(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[a-z0-9:.]+\])$`)

func anything(any) error { return nil }

func text(fault string, fits func(string) bool) func(any) error {
	wrong := errors.New(fault)
	return func(value any) error {
		if given, ok := value.(string); ok && !fits(given) {
			return wrong
		}
		return nil
	}
}

func isBase64(given string) bool {
	_, err := base64.StdEncoding.DecodeString(given)
	// Bits that no byte takes may be set.
	return err == nil && !strings.ContainsAny(given, "\r\n")
}

var builtIn = func() *jsonschema.Schema {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("specline:date-time", map[string]any{"format": "date-time"}); err != nil {
		panic(err)
	}
	return compiler.MustCompile("specline:date-time")
}()

// isDateTime allows what RFC 9557 adds: a zone and tags in brackets.
func isDateTime(given string) bool {
	given, _, _ = strings.Cut(given, "[")
	// The form that services send: the rest is for what is odd, such as a leap second.
	if len(given) > 19 && given[10] == 'T' && given[13] == ':' && !strings.Contains(given, ",") {
		if _, err := time.Parse(time.RFC3339Nano, given); err == nil {
			return true
		}
	}
	return builtIn.Validate(given) == nil
}

// pattern is a regular expression of JavaScript.
type pattern struct {
	source string
	match  func(string) bool
}

func (p *pattern) String() string              { return p.source }
func (p *pattern) MatchString(one string) bool { return p.match(one) }

// simple patterns mean the same in RE2, which is faster: no classes that differ, no groups but plain ones, no escapes of characters.
var simple = regexp.MustCompile(`^(?:[^\\(\[]|\\[dwDW.^$*+?()\[\]{}|/\\-]|\((?:\?:)?|\[(?:[^\\\[\]]|\\[dw.^$*+?()\[\]{}|/\\-])*\])*$`)

// compilePattern never fails: a pattern that neither engine knows matches everything, as on a plain k6.
func compilePattern(source string) (jsonschema.Regexp, error) {
	if simple.MatchString(source) {
		if compiled, err := regexp.Compile(source); err == nil {
			return &pattern{source, compiled.MatchString}, nil
		}
	}
	compiled, err := regexp2.Compile(source, regexp2.ECMAScript|regexp2.Unicode)
	if err != nil {
		return &pattern{source, func(string) bool { return true }}, nil
	}
	return &pattern{source, func(one string) bool {
		matched, err := compiled.MatchString(one)
		return matched || err != nil
	}}, nil
}
