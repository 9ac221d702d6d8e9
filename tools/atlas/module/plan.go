package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
)

// plan gives the statements for changes.
func plan(ctx context.Context, list []schema.Change) (*migrate.Plan, error) {
	if len(list) == 0 {
		return &migrate.Plan{Reversible: true, Transactional: true}, nil
	}
	made, err := postgres.DefaultPlan.PlanChanges(ctx, "plan", list)
	if err != nil {
		return nil, err
	}
	for _, one := range made.Changes {
		one.Cmd = withoutRestart(one.Cmd)
	}
	return made, nil
}

var identityRestart = regexp.MustCompile(`(SET GENERATED (?:ALWAYS|BY DEFAULT) SET START WITH -?\d+ SET INCREMENT BY -?\d+) RESTART\b`)

// withoutRestart keeps the live counter of an identity column: RESTART would hand out numbers again that rows have. Texts in quotes stay.
func withoutRestart(statement string) string {
	var result strings.Builder
	literals := quoted.FindAllString(statement, -1)
	for index, part := range quoted.Split(statement, -1) {
		result.WriteString(identityRestart.ReplaceAllString(part, "$1"))
		if index < len(literals) {
			result.WriteString(literals[index])
		}
	}
	return result.String()
}

var quoted = regexp.MustCompile(`'(?:[^']|'')*'|"(?:[^"]|"")*"`)

// sqlText prints statements as the Atlas CLI does, each below its comment.
func sqlText(made *migrate.Plan) string {
	var text strings.Builder
	for _, one := range made.Changes {
		if one.Comment != "" {
			fmt.Fprintf(&text, "-- %s%s\n", strings.ToUpper(one.Comment[:1]), strings.ReplaceAll(one.Comment[1:], "\n", " "))
		}
		fmt.Fprintf(&text, "%s;\n", strings.TrimSuffix(one.Cmd, ";"))
	}
	return text.String()
}
