package main

import (
	"ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
)

// The JSON of `schema inspect`: names and types, as the Atlas CLI prints them.
type (
	realmJSON struct {
		Schemas []schemaJSON `json:"schemas"`
	}
	schemaJSON struct {
		Name   string      `json:"name"`
		Tables []tableJSON `json:"tables,omitempty"`
	}
	tableJSON struct {
		Name       string       `json:"name"`
		Columns    []columnJSON `json:"columns,omitempty"`
		Indexes    []indexJSON  `json:"indexes,omitempty"`
		PrimaryKey *indexJSON   `json:"primary_key,omitempty"`
	}
	columnJSON struct {
		Name string `json:"name"`
		Type string `json:"type,omitempty"`
		Null bool   `json:"null,omitempty"`
	}
	indexJSON struct {
		Name   string     `json:"name,omitempty"`
		Unique bool       `json:"unique,omitempty"`
		Parts  []partJSON `json:"parts,omitempty"`
	}
	partJSON struct {
		Column string `json:"column,omitempty"`
		Expr   string `json:"expr,omitempty"`
		Desc   bool   `json:"desc,omitempty"`
	}
)

func realmView(realm *schema.Realm) realmJSON {
	view := realmJSON{Schemas: []schemaJSON{}}
	for _, one := range realm.Schemas {
		shown := schemaJSON{Name: one.Name}
		for _, table := range one.Tables {
			shown.Tables = append(shown.Tables, tableView(table))
		}
		view.Schemas = append(view.Schemas, shown)
	}
	return view
}

func tableView(table *schema.Table) tableJSON {
	view := tableJSON{Name: table.Name}
	for _, column := range table.Columns {
		// A type without a name in PostgreSQL has none here either.
		name, _ := postgres.FormatType(column.Type.Type)
		view.Columns = append(view.Columns, columnJSON{column.Name, name, column.Type.Null})
	}
	for _, index := range table.Indexes {
		view.Indexes = append(view.Indexes, indexView(index))
	}
	if table.PrimaryKey != nil {
		key := indexView(table.PrimaryKey)
		view.PrimaryKey = &key
	}
	return view
}

func indexView(index *schema.Index) indexJSON {
	view := indexJSON{Name: index.Name, Unique: index.Unique}
	for _, part := range index.Parts {
		shown := partJSON{Desc: part.Desc}
		if part.C != nil {
			shown.Column = part.C.Name
		} else if raw, isRaw := part.X.(*schema.RawExpr); isRaw {
			shown.Expr = raw.X
		}
		view.Parts = append(view.Parts, shown)
	}
	return view
}
