import type { SourceSpan } from "../diagnostics/source-span";
import type { Check, Column, ForeignKey, Index, Table, Trigger } from "../model/database";

export type ColumnDraft = { -readonly [Key in keyof Column]: Column[Key] };

/** A table while statements add to it. */
export interface TableDraft {
  kind: Table["kind"];
  schema: string;
  name: string;
  columns: ColumnDraft[];
  primaryKey: readonly string[];
  uniqueKeys: { readonly name?: string; readonly columns: readonly string[] }[];
  foreignKeys: (ForeignKey & { readonly span: SourceSpan })[];
  checks: Check[];
  indexes: Index[];
  triggers: Trigger[];
  isPartition?: true;
  comment?: string;
  definition?: string;
  readsFrom: Table["readsFrom"];
  span: SourceSpan;
}

export function emptyTable(schema: string, name: string, span: SourceSpan): TableDraft {
  return {
    kind: "table",
    schema,
    name,
    columns: [],
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    checks: [],
    indexes: [],
    triggers: [],
    readsFrom: [],
    span,
  };
}

export function finishTable(draft: TableDraft): Table {
  return {
    ...draft,
    columns: draft.columns.map((column) =>
      draft.primaryKey.includes(column.name) ? { ...column, nullable: false } : column,
    ),
    uniqueKeys: draft.uniqueKeys.map((one) => one.columns),
    foreignKeys: draft.foreignKeys.map(({ span: _span, ...key }) => key),
  };
}
