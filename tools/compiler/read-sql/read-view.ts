import type { Node, RangeVar, SelectStmt } from "libpg-query";
import type { ColumnType } from "../model/database";
import { canonicalText } from "./canonical-text";
import { names, unwrap } from "./nodes";
import { readType } from "./read-type";
import { type SchemaDraft, tableKey } from "./schema-draft";
import type { SqlSource } from "./sql-source";
import { emptyTable, type TableDraft } from "./table-draft";

interface ViewColumn {
  readonly name: string;
  readonly type: ColumnType;
}

const unknownType: ColumnType = { name: "unknown", arguments: [], arrayDimensions: 0 };

/** A view or materialised view: the columns whose names its query tells, with a type where that is a plain column or cast. */
export function readView(
  draft: SchemaDraft,
  source: SqlSource,
  relation: RangeVar | undefined,
  aliases: readonly Node[] | undefined,
  query: Node | undefined,
  [start, end]: readonly [start: number, end: number],
): void {
  if (relation?.relname === undefined) return;
  const schema = draft.schemaOf(relation);
  const span = source.span(relation.location);
  const view = emptyTable(schema, relation.relname, span);
  view.kind = "view";
  view.definition = canonicalText(source, start, end);
  view.readsFrom = tablesNamed(draft, source, start, end);
  const renamed = names(aliases);
  const columns = columnsOf(draft, unwrap(query, "SelectStmt"));
  view.columns = columns.map(({ name, type }, at) => ({ name: renamed[at] ?? name, type, nullable: true, span }));
  draft.tables.set(tableKey(schema, relation.relname), view);
}

/** Every known table whose name is among the statement's words: also those in subqueries and CTEs. */
function tablesNamed(draft: SchemaDraft, source: SqlSource, start: number, end: number): TableDraft["readsFrom"] {
  const words = new Set(
    source.tokens.slice(start, end).map(({ text, kind }) => {
      return kind === "quoted" ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
    }),
  );
  const found = [...draft.tables.values()].filter((one) => words.has(one.name));
  return found.map(({ schema, name }) => ({ schema, name }));
}

function columnsOf(draft: SchemaDraft, select: SelectStmt | undefined): readonly ViewColumn[] {
  if (select === undefined) return [];
  // The columns of a UNION are those of its first part.
  if (select.larg !== undefined) return columnsOf(draft, select.larg);
  const sources = new Map<string, TableDraft>();
  for (const item of select.fromClause ?? []) addSources(draft, item, sources);
  return (select.targetList ?? []).flatMap((node) => {
    const target = unwrap(node, "ResTarget");
    const fields = unwrap(target?.val, "ColumnRef")?.fields;
    const isStar = unwrap(fields?.at(-1), "A_Star") !== undefined;
    const path = names(fields);
    if (isStar) {
      const all =
        path.length === 0
          ? [...sources.values()]
          : [...sources].filter(([key]) => key === path[0]).map(([, one]) => one);
      return all.flatMap((one) => one.columns.map(({ name, type }) => ({ name, type })));
    }
    const name = target?.name ?? path.at(-1) ?? callName(target?.val);
    return name === undefined ? [] : [{ name, type: typeOf(draft, target?.val, path, sources) }];
  });
}

/** PostgreSQL names a column without alias after its function or the type that it is cast to. */
function callName(node: Node | undefined): string | undefined {
  const cast = unwrap(node, "TypeCast");
  if (cast !== undefined)
    return names(unwrap(cast.arg, "ColumnRef")?.fields).at(-1) ?? names(cast.typeName?.names).at(-1);
  if (unwrap(node, "CoalesceExpr") !== undefined) return "coalesce";
  return names(unwrap(node, "FuncCall")?.funcname).at(-1);
}

function typeOf(
  draft: SchemaDraft,
  node: Node | undefined,
  path: readonly string[],
  sources: ReadonlyMap<string, TableDraft>,
): ColumnType {
  const cast = unwrap(node, "TypeCast");
  if (cast !== undefined) return readType(draft, cast.typeName);
  if (names(unwrap(node, "FuncCall")?.funcname).at(-1) === "count") return { ...unknownType, name: "int8" };
  const candidates = path.length > 1 ? [sources.get(path.at(-2) as string)] : [...sources.values()];
  for (const table of candidates) {
    const column = table?.columns.find((one) => one.name === path.at(-1));
    if (column !== undefined) return column.type;
  }
  return unknownType;
}

function addSources(draft: SchemaDraft, item: Node, sources: Map<string, TableDraft>): void {
  const relation = unwrap(item, "RangeVar");
  const table = draft.table(relation);
  if (table !== undefined) sources.set(relation?.alias?.aliasname ?? table.name, table);
  const join = unwrap(item, "JoinExpr");
  if (join?.larg !== undefined) addSources(draft, join.larg, sources);
  if (join?.rarg !== undefined) addSources(draft, join.rarg, sources);
}
