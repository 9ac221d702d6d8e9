import type { SourceSpan } from "../../compiler/diagnostics/source-span";

/** `-- @renamed from=old` above a table or a column of an SQL file. Names are bare, without quotes. */
export interface RenameDeclaration {
  /** Of the table as the file has it. */
  readonly table: readonly [schema: string, name: string];
  /** Missing: the table itself is the one that is renamed. */
  readonly column?: string;
  readonly from: { readonly schema?: string; readonly name: string };
  readonly span: SourceSpan;
}

/** A statement that gives an object another name, and the one that gives the old name back. */
export interface RenameStep {
  readonly up: string;
  readonly down: string;
  /** One that PostgreSQL refuses is left out. */
  readonly isOptional?: boolean;
  /** What its table was called: other objects are named after it. Bare names. Missing: nothing is named after what it changes. */
  readonly named?: { readonly table: string; readonly old: string; readonly now: string; readonly isTable: boolean };
}
