import type { Node } from "libpg-query";
import type { Client } from "pg";
import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Hazard } from "../plan/hazard";
import { lostCounters } from "../plan/lost-counters";
import { objectName } from "../plan/object-name";
import { quoted, tableName } from "../plan/table-name";
import { typeChangeHazards } from "../plan/type-change-hazards";
import { zoneRewrites } from "../plan/zone-rewrites";
import { splitName } from "../sql/split-name";
import type { SqlStatement } from "../sql/sql-statement";

/** Columns with their types, and what these are made of. `undefined`: no statement changes a type or drops an identity. */
export async function readColumns(
  client: Client,
  statements: readonly SqlStatement[],
): Promise<CatalogSnapshot | undefined> {
  if (statements.every((one) => typeChanges(one).length === 0 && droppedIdentities(one).length === 0)) return undefined;
  return readCatalogSnapshot(client, ["table", "column", "domain", "enum"]);
}

/** Hazards of changed types and dropped identities, at the last statement that changes the column. `found`: what its text and trace say. */
export function columnFindings(
  statements: readonly SqlStatement[],
  before: CatalogSnapshot | undefined,
  after: CatalogSnapshot | undefined,
  found: (statement: SqlStatement) => readonly Hazard[],
): ReadonlyMap<SqlStatement, readonly Hazard[]> {
  if (before === undefined || after === undefined) return new Map();
  const lastOf = (column: string) =>
    statements.flatMap((statement) => typeChanges(statement).filter((one) => one.column === column)).at(-1);
  const casts = typeChangeHazards(before, after, (column) => lastOf(column)?.isAssigned === true);
  const cast = (column: string) =>
    casts.filter(({ object }) => object === column && lastOf(column)?.isComputed !== true);
  const columns = new Set(before.objects.flatMap(({ kind, name }) => (kind === "column" ? [name] : [])));
  const isThere = (column: string) => columns.has(column);
  const counters = lostCounters(before, after);
  const isZoneSet = statements.some(setsTimeZone);
  return new Map(
    statements.map((statement) => {
      const changes = typeChanges(statement);
      const own = changes.map((one) => one.column);
      const last = own.filter((column) => lastOf(column)?.statement === statement);
      const computed = changes.flatMap(({ column, isComputed }) =>
        isComputed && isThere(column) ? [computedAnew(column)] : [],
      );
      const rewrites = isZoneSet ? [] : zoneRewrites(before, after, found(statement));
      const isOfTable = ({ object }: Hazard) => own.some((column) => splitName(column).owner === object);
      const dropped = droppedIdentities(statement);
      const lost = counters.filter(({ object }) => dropped.includes(object));
      return [statement, [...last.flatMap(cast), ...computed, ...rewrites.filter(isOfTable), ...lost]] as const;
    }),
  );
}

interface TypeChange {
  readonly statement: SqlStatement;
  readonly column: string;
  /** Without USING, or by nothing but a column: by the assignment cast (PostgreSQL 18, ALTER TABLE). */
  readonly isAssigned: boolean;
  /** USING makes each value of more than the column and a type, so no pair of types says what becomes of it. */
  readonly isComputed: boolean;
}

function computedAnew(column: string): Hazard {
  return {
    kind: "CHANGES_VALUES",
    text: `computes column ${column} anew by an expression, which may change or lose values`,
    object: column,
  };
}

/** `a`, `a::int`, `a::text::int`: what is between is text, which keeps what it is given. */
function isCast(node: Node, column: string): boolean {
  if (!("TypeCast" in node)) return isColumn(node, column);
  const { arg } = node.TypeCast;
  if (arg === undefined || !("TypeCast" in arg)) return arg !== undefined && isColumn(arg, column);
  const between = (arg.TypeCast.typeName?.names ?? []).map(objectName).at(-1);
  return between === "text" && isCast(arg, column);
}

function isColumn(node: Node, column: string): boolean {
  if (!("ColumnRef" in node)) return false;
  const [last] = (node.ColumnRef.fields ?? []).slice(-1);
  return last !== undefined && "String" in last && last.String.sval === column;
}

function typeChanges(statement: SqlStatement): readonly TypeChange[] {
  if (!("AlterTableStmt" in statement.node)) return [];
  const { relation, cmds = [] } = statement.node.AlterTableStmt;
  return cmds.flatMap((one): readonly TypeChange[] => {
    if (!("AlterTableCmd" in one) || one.AlterTableCmd.subtype !== "AT_AlterColumnType") return [];
    const { name = "", def } = one.AlterTableCmd;
    const using = def !== undefined && "ColumnDef" in def ? def.ColumnDef.raw_default : undefined;
    const isAssigned = using === undefined || isColumn(using, name);
    const isComputed = using !== undefined && !isCast(using, name);
    return [{ statement, column: `${tableName(relation)}.${quoted(name)}`, isAssigned, isComputed }];
  });
}

function droppedIdentities({ node }: SqlStatement): readonly string[] {
  if (!("AlterTableStmt" in node)) return [];
  const { relation, cmds = [] } = node.AlterTableStmt;
  return cmds.flatMap((one) =>
    "AlterTableCmd" in one && one.AlterTableCmd.subtype === "AT_DropIdentity"
      ? [`${tableName(relation)}.${quoted(one.AlterTableCmd.name ?? "")}`]
      : [],
  );
}

function setsTimeZone({ node }: SqlStatement): boolean {
  return "VariableSetStmt" in node && node.VariableSetStmt.name?.toLowerCase() === "timezone";
}
