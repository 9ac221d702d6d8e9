import type { Constraint } from "libpg-query";
import type { Check, ForeignKey } from "../model/database";
import { afterParenthesis, canonicalText, findOutside } from "./canonical-text";
import { names } from "./nodes";
import type { SchemaDraft } from "./schema-draft";
import type { SqlSource } from "./sql-source";
import type { ColumnDraft, TableDraft } from "./table-draft";

const deletions: Readonly<Record<string, ForeignKey["onDelete"]>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

/** Words that begin the next constraint of a column; none may stand in a default outside of parentheses. */
const constraintWords = new Set([
  ...["CONSTRAINT", "NOT", "NULL", "CHECK", "UNIQUE", "PRIMARY", "REFERENCES", "GENERATED", "COLLATE", "DEFERRABLE"],
  ...["INITIALLY", "STORAGE", "COMPRESSION"],
]);

/** Adds a constraint to its table; `column` is set for one that stands behind a column. */
export function readConstraint(
  draft: SchemaDraft,
  source: SqlSource,
  table: TableDraft,
  constraint: Constraint,
  column?: ColumnDraft,
): void {
  const keys = column === undefined ? names(constraint.keys) : [column.name];
  const name = constraint.conname === undefined ? {} : { name: constraint.conname };
  switch (constraint.contype) {
    case "CONSTR_NOTNULL": {
      const target = column ?? table.columns.find((one) => one.name === keys[0]);
      if (target !== undefined) target.nullable = false;
      return;
    }
    case "CONSTR_NULL":
      if (column !== undefined) column.nullable = true;
      return;
    case "CONSTR_DEFAULT":
      if (column !== undefined) column.default = defaultText(source, source.tokenAt(constraint.location));
      return;
    case "CONSTR_IDENTITY":
      if (column === undefined) return;
      column.identity = constraint.generated_when === "d" ? "by default" : "always";
      column.nullable = false;
      return;
    case "CONSTR_GENERATED":
      if (column !== undefined) column.generated = parenthesised(source, constraint.location);
      return;
    case "CONSTR_CHECK":
      table.checks.push(readCheck(source, constraint));
      return;
    case "CONSTR_PRIMARY":
      table.primaryKey = constraint.indexname === undefined ? keys : keysOfIndex(table, constraint.indexname);
      return;
    case "CONSTR_UNIQUE": {
      const columns = constraint.indexname === undefined ? keys : keysOfIndex(table, constraint.indexname);
      table.uniqueKeys.push({ ...name, columns });
      return;
    }
    case "CONSTR_FOREIGN":
      table.foreignKeys.push({
        ...name,
        columns: column === undefined ? names(constraint.fk_attrs) : [column.name],
        table: constraint.pktable?.relname ?? "",
        schema: constraint.pktable === undefined ? draft.defaultSchema : draft.schemaOf(constraint.pktable),
        targetColumns: names(constraint.pk_attrs),
        onDelete: deletions[constraint.fk_del_action ?? "a"] ?? "no action",
        span: source.span(constraint.pktable?.location ?? constraint.location),
      });
      return;
    case "CONSTR_EXCLUSION":
      table.indexes.push(readExclusion(source, constraint));
      return;
    default:
      return;
  }
}

export function readCheck(source: SqlSource, constraint: Constraint): Check {
  const name = constraint.conname === undefined ? {} : { name: constraint.conname };
  return { ...name, expression: parenthesised(source, constraint.location) };
}

/** Text from the token after `DEFAULT` to the end of the expression. */
export function defaultText(source: SqlSource, keyword: number): string {
  const first = keyword + 1;
  const end = findOutside(
    source,
    first,
    ({ text }, at) => text === "," || (at > first && constraintWords.has(text.toUpperCase())),
  );
  return canonicalText(source, first, end);
}

/** Text inside of the first parentheses at or after a place. */
function parenthesised(source: SqlSource, location: number | undefined): string {
  const open = source.tokens.findIndex(({ text }, at) => at >= source.tokenAt(location) && text === "(");
  return open === -1 ? "" : canonicalText(source, open + 1, afterParenthesis(source, open) - 1);
}

function keysOfIndex(table: TableDraft, name: string): readonly string[] {
  return table.indexes.find((one) => one.name === name)?.keys ?? [];
}

function readExclusion(source: SqlSource, constraint: Constraint): TableDraft["indexes"][number] {
  const open = source.tokenAt(constraint.location);
  const definition = canonicalText(
    source,
    open,
    findOutside(source, open, ({ text }) => text === ","),
  );
  return {
    ...(constraint.conname !== undefined && { name: constraint.conname }),
    unique: false,
    method: constraint.access_method ?? "gist",
    keys: [],
    include: [],
    definition,
  };
}
