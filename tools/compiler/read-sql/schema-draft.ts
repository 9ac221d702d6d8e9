import type { RangeVar } from "libpg-query";
import type { DiagnosticCode } from "../diagnostics/catalog";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic";
import type { SourceSpan } from "../diagnostics/source-span";
import type { DatabaseFunction, DomainType, EnumType } from "../model/database";
import type { TableDraft } from "./table-draft";

/** What the statements read so far declare. */
export class SchemaDraft {
  readonly tables = new Map<string, TableDraft>();
  readonly enums = new Map<string, EnumType>();
  readonly domains = new Map<string, DomainType>();
  readonly functions: DatabaseFunction[] = [];
  /** Code of the routines, by name. */
  readonly bodies = new Map<string, string>();
  readonly diagnostics: Diagnostic[] = [];
  /** First schema of the search path, which `SET search_path` changes. */
  defaultSchema = "public";

  report<Code extends DiagnosticCode>(
    code: Code,
    span: SourceSpan,
    values: Parameters<typeof diagnostic<Code>>[2],
  ): void {
    this.diagnostics.push(diagnostic(code, span, values));
  }

  schemaOf(relation: RangeVar): string {
    return relation.schemaname ?? this.defaultSchema;
  }

  table(relation: RangeVar | undefined): TableDraft | undefined {
    if (relation?.relname === undefined) return undefined;
    return this.tables.get(tableKey(this.schemaOf(relation), relation.relname));
  }
}

export function tableKey(schema: string, name: string): string {
  return JSON.stringify([schema, name]);
}
