import type { IndexStmt } from "libpg-query";
import type { Index } from "../model/database";
import { afterParenthesis, canonicalText, findOutside } from "./canonical-text";
import { unwrap } from "./nodes";
import type { SchemaDraft } from "./schema-draft";
import type { SqlSource } from "./sql-source";

/** `CREATE INDEX`; the tokens of the statement are those from `start` up to `end`. */
export function readIndex(
  draft: SchemaDraft,
  source: SqlSource,
  statement: IndexStmt,
  [start, end]: readonly [start: number, end: number],
): void {
  const table = draft.table(statement.relation);
  if (table === undefined) {
    const name = statement.relation?.relname ?? "";
    draft.report("sql/unknown-table", source.span(statement.relation?.location), { table: name });
    return;
  }
  if (statement.if_not_exists && table.indexes.some((one) => one.name === statement.idxname)) return;
  const on = findOutside(source, start, ({ text, kind }) => kind === "reserved" && text.toUpperCase() === "ON");
  const open = findOutside(source, on, ({ text }) => text === "(");
  const where = findOutside(source, open, ({ text, kind }) => kind === "reserved" && text.toUpperCase() === "WHERE");
  const texts = elementTexts(source, open);
  table.indexes.push({
    ...(statement.idxname !== undefined && { name: statement.idxname }),
    unique: statement.unique === true,
    method: statement.accessMethod ?? "btree",
    keys: (statement.indexParams ?? []).map((node, at) => unwrap(node, "IndexElem")?.name ?? texts[at] ?? ""),
    include: (statement.indexIncludingParams ?? []).flatMap((node) => unwrap(node, "IndexElem")?.name ?? []),
    ...(where < end && { predicate: canonicalText(source, where + 1, end) }),
    definition: canonicalText(source, open, end),
  } satisfies Index);
}

/** For each element of the key list the text of its expression in parentheses, without operator class and order. */
function elementTexts(source: SqlSource, open: number): readonly string[] {
  const result: string[] = [];
  const close = afterParenthesis(source, open) - 1;
  for (let at = open + 1; at < close; ) {
    const end = findOutside(source, at, ({ text }) => text === ",");
    const first = source.tokens[at];
    const inner = findOutside(source, at, ({ text }) => text === "(");
    const text = canonicalText(source, at, inner < end ? afterParenthesis(source, inner) : end);
    result.push(first?.text === "(" ? text : `(${text})`);
    at = end + 1;
  }
  return result;
}
