import type { SourceSpan } from "../diagnostics/source-span";

/** What a folder of SQL declares, as far as operations can be linked to it and loads can be generated from it. */
export interface Database {
  /** In order of schema and name. */
  readonly tables: readonly Table[];
  readonly enums: readonly EnumType[];
  readonly domains: readonly DomainType[];
  readonly functions: readonly DatabaseFunction[];
}

export interface Table {
  readonly kind: "table" | "view";
  /** `public` when the statement names none. */
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
  /** Column names in key order; empty: none. */
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly indexes: readonly Index[];
  readonly triggers: readonly Trigger[];
  /** It holds a part of the rows of a partitioned table. */
  readonly isPartition?: true;
  /** Text of `COMMENT ON`. */
  readonly comment?: string;
  /** The whole statement of a view, in canonical SQL text. */
  readonly definition?: string;
  /** Tables and views that a view's query names; empty for a table. */
  readonly readsFrom: readonly { readonly schema: string; readonly name: string }[];
  readonly span: SourceSpan;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** SQL text of the default. */
  readonly default?: string;
  readonly identity?: "always" | "by default";
  /** SQL text of `GENERATED ALWAYS AS (…)`. */
  readonly generated?: string;
  /** Text of `COMMENT ON`. */
  readonly comment?: string;
  readonly span: SourceSpan;
}

export interface ColumnType {
  /** PostgreSQL's own name (`int8`, `varchar`, `timestamptz`), or that of an enum or domain. */
  readonly name: string;
  /** Of an enum or domain that is not in `public`, or is named like a type of PostgreSQL's own. */
  readonly schema?: string;
  readonly arguments: readonly number[];
  /** 0: no array. */
  readonly arrayDimensions: number;
}

export interface ForeignKey {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly table: string;
  readonly schema: string;
  /** Empty when the statement leaves them out: the target's primary key. */
  readonly targetColumns: readonly string[];
  readonly onDelete: "no action" | "restrict" | "cascade" | "set null" | "set default";
}

export interface Check {
  readonly name?: string;
  /** SQL text of the condition. */
  readonly expression: string;
}

export interface Index {
  readonly name?: string;
  readonly unique: boolean;
  readonly method: string;
  /** Column name, or SQL text of an expression in parentheses. */
  readonly keys: readonly string[];
  readonly include: readonly string[];
  readonly predicate?: string;
  /** Canonical SQL text of everything behind the method, with orders, operator classes and options. */
  readonly definition: string;
}

export interface Trigger {
  readonly name: string;
  /** Canonical SQL text of everything behind the name. */
  readonly definition: string;
  /** The function that it executes, without its schema. */
  readonly function: string;
}

export interface DatabaseFunction {
  readonly schema: string;
  readonly name: string;
  /** The whole statement, in canonical SQL text; the body stands in it as it is written. */
  readonly definition: string;
}

export interface EnumType {
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[];
}

export interface DomainType {
  readonly schema: string;
  readonly name: string;
  readonly base: ColumnType;
  readonly notNull: boolean;
  /** SQL text of the default. */
  readonly default?: string;
  readonly checks: readonly Check[];
}
