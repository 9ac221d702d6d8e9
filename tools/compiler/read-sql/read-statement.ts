import type { Node } from "libpg-query";
import { searchPathOf } from "../diagnostics/no-schema";
import { canonicalText, findOutside } from "./canonical-text";
import { names, qualifiedName, unwrap } from "./nodes";
import { readAlterTable } from "./read-alter-table";
import { readCode } from "./read-code";
import { defaultText, readCheck } from "./read-constraint";
import { readIndex } from "./read-index";
import { readTable } from "./read-table";
import { readType } from "./read-type";
import { readView } from "./read-view";
import { type SchemaDraft, tableKey } from "./schema-draft";
import type { SqlSource } from "./sql-source";

/** Adds what a statement declares. Statements about other kinds of object (grants, rows…) change nothing; code that would is told. */
export function readStatement(
  draft: SchemaDraft,
  source: SqlSource,
  node: Node,
  range: readonly [start: number, end: number],
): void {
  const table = unwrap(node, "CreateStmt");
  if (table !== undefined) readTable(draft, source, table);
  const alter = unwrap(node, "AlterTableStmt");
  if (alter !== undefined) readAlterTable(draft, source, alter, range);
  const index = unwrap(node, "IndexStmt");
  if (index !== undefined) readIndex(draft, source, index, range);
  const view = unwrap(node, "ViewStmt");
  if (view !== undefined) readView(draft, source, view.view, view.aliases, view.query, range);
  const materialised = unwrap(node, "CreateTableAsStmt");
  if (materialised !== undefined) {
    const { into, query } = materialised;
    readView(draft, source, into?.rel, into?.colNames, query, range);
  }
  readTypeStatement(draft, source, node);
  readTrigger(draft, source, node, range);
  readComment(draft, node);
  readDrop(draft, node);
  const created = unwrap(node, "CreateFunctionStmt");
  if (created !== undefined) {
    const { schema = draft.defaultSchema, name } = qualifiedName(created.funcname);
    draft.functions.push({ schema, name, definition: canonicalText(source, ...range) });
  }
  const setting = unwrap(node, "VariableSetStmt");
  if (setting?.name === "search_path") {
    draft.defaultSchema = unwrap(setting.args?.[0], "A_Const")?.sval?.sval || "public";
  }
  const path = searchPathOf(node);
  if (path !== undefined) draft.defaultSchema = firstOfPath(path);
  readCode(draft, node, source.spanOfIndex(source.tokens[range[0]]?.start ?? 0));
}

/** `"$user"` is no schema of ours. A name without quotes is folded to lower case. */
function firstOfPath(path: string): string {
  const parts = [...path.matchAll(/"((?:[^"]|"")*)"|[^\s,"]+/g)];
  const names = parts.map(([word, quoted]) => quoted?.replaceAll('""', '"') ?? word.toLowerCase());
  return names.find((one) => one !== "$user") ?? "public";
}

function readTypeStatement(draft: SchemaDraft, source: SqlSource, node: Node): void {
  const created = unwrap(node, "CreateEnumStmt");
  if (created !== undefined) {
    const { schema = draft.defaultSchema, name } = qualifiedName(created.typeName);
    draft.enums.set(tableKey(schema, name), { schema, name, values: names(created.vals) });
  }
  const altered = unwrap(node, "AlterEnumStmt");
  if (altered?.newVal !== undefined) {
    const { schema = draft.defaultSchema, name } = qualifiedName(altered.typeName);
    const known = draft.enums.get(tableKey(schema, name));
    if (known !== undefined) {
      const values = [...known.values];
      const at = altered.newValNeighbor === undefined ? values.length : values.indexOf(altered.newValNeighbor);
      values.splice(
        at + (altered.newValIsAfter === true && altered.newValNeighbor !== undefined ? 1 : 0),
        0,
        altered.newVal,
      );
      draft.enums.set(tableKey(schema, name), { ...known, values });
    }
  }
  const domain = unwrap(node, "CreateDomainStmt");
  if (domain !== undefined) {
    const { schema = draft.defaultSchema, name } = qualifiedName(domain.domainname);
    const constraints = (domain.constraints ?? []).flatMap((one) => unwrap(one, "Constraint") ?? []);
    const standard = constraints.find((one) => one.contype === "CONSTR_DEFAULT");
    draft.domains.set(tableKey(schema, name), {
      schema,
      name,
      base: readType(draft, domain.typeName),
      notNull: constraints.some((one) => one.contype === "CONSTR_NOTNULL"),
      ...(standard !== undefined && { default: defaultText(source, source.tokenAt(standard.location)) }),
      checks: constraints.filter((one) => one.contype === "CONSTR_CHECK").map((one) => readCheck(source, one)),
    });
  }
}

function readTrigger(draft: SchemaDraft, source: SqlSource, node: Node, [start, end]: readonly [number, number]): void {
  const trigger = unwrap(node, "CreateTrigStmt");
  if (trigger === undefined) return;
  const table = draft.table(trigger.relation);
  const from = findOutside(source, start, ({ text }) => text.toUpperCase() === "TRIGGER");
  table?.triggers.push({
    name: trigger.trigname ?? "",
    definition: canonicalText(source, from + 2, end),
    function: qualifiedName(trigger.funcname).name,
  });
}

/** `COMMENT ON TABLE`, `VIEW` and `COLUMN`; one that is NULL takes it away. */
function readComment(draft: SchemaDraft, node: Node): void {
  const statement = unwrap(node, "CommentStmt");
  const path = names(unwrap(statement?.object, "List")?.items);
  const isColumn = statement?.objtype === "OBJECT_COLUMN";
  if (!isColumn && !/^OBJECT_(TABLE|VIEW|MATVIEW)$/.test(statement?.objtype ?? "")) return;
  const [name, schema = draft.defaultSchema] = (isColumn ? path.slice(0, -1) : path).toReversed();
  const table = draft.tables.get(tableKey(schema, name ?? ""));
  const target = isColumn ? table?.columns.find((one) => one.name === path.at(-1)) : table;
  if (target === undefined) return;
  if (statement?.comment) target.comment = statement.comment;
  else delete target.comment;
}

function readDrop(draft: SchemaDraft, node: Node): void {
  for (const object of unwrap(node, "DropStmt")?.objects ?? []) {
    const list = unwrap(object, "List")?.items ?? [];
    const { schema = draft.defaultSchema, name } = qualifiedName(list);
    switch (unwrap(node, "DropStmt")?.removeType) {
      case "OBJECT_TABLE":
      case "OBJECT_VIEW":
      case "OBJECT_MATVIEW":
        draft.tables.delete(tableKey(schema, name));
        break;
      case "OBJECT_INDEX":
        for (const table of draft.tables.values()) {
          if (table.schema === schema) table.indexes = table.indexes.filter((one) => one.name !== name);
        }
        break;
      case "OBJECT_TYPE":
        draft.enums.delete(tableKey(schema, name));
        break;
      default:
        break;
    }
  }
}
