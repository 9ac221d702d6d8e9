import type { Client } from "pg";
import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Hazard } from "../plan/hazard";
import { quoted, tableName } from "../plan/table-name";
import { typeChangeHazards } from "../plan/type-change-hazards";
import { zoneRewrites } from "../plan/zone-rewrites";
import { splitName } from "../sql/split-name";
import type { SqlStatement } from "../sql/sql-statement";

/** Columns with their types, and what these are made of. `undefined`: no statement changes a type. */
export async function readTypes(
  client: Client,
  statements: readonly SqlStatement[],
): Promise<CatalogSnapshot | undefined> {
  if (statements.every((one) => typeChanges(one).length === 0)) return undefined;
  return readCatalogSnapshot(client, ["table", "column", "domain", "enum"]);
}

/** Hazards of changed types, at the last statement that changes the column. `found`: what its text and trace say. */
export function typeChangeFindings(
  statements: readonly SqlStatement[],
  before: CatalogSnapshot | undefined,
  after: CatalogSnapshot | undefined,
  found: (statement: SqlStatement) => readonly Hazard[],
): ReadonlyMap<SqlStatement, readonly Hazard[]> {
  if (before === undefined || after === undefined) return new Map();
  const lastOf = (column: string) =>
    statements.flatMap((statement) => typeChanges(statement).filter((one) => one.column === column)).at(-1);
  const casts = typeChangeHazards(before, after, (column) => lastOf(column)?.isAssigned === true);
  const isZoneSet = statements.some(setsTimeZone);
  return new Map(
    statements.map((statement) => {
      const own = typeChanges(statement).map((one) => one.column);
      const isOwn = (column: string) => own.includes(column) && lastOf(column)?.statement === statement;
      const rewrites = isZoneSet ? [] : zoneRewrites(before, after, found(statement));
      const isOfTable = ({ object }: Hazard) => own.some((column) => splitName(column).owner === object);
      return [statement, [...casts.filter(({ object }) => isOwn(object)), ...rewrites.filter(isOfTable)]] as const;
    }),
  );
}

interface TypeChange {
  readonly statement: SqlStatement;
  readonly column: string;
  /** Without USING, or by nothing but a column: by the assignment cast (PostgreSQL 18, ALTER TABLE). */
  readonly isAssigned: boolean;
}

function typeChanges(statement: SqlStatement): readonly TypeChange[] {
  if (!("AlterTableStmt" in statement.node)) return [];
  const { relation, cmds = [] } = statement.node.AlterTableStmt;
  return cmds.flatMap((one): readonly TypeChange[] => {
    if (!("AlterTableCmd" in one) || one.AlterTableCmd.subtype !== "AT_AlterColumnType") return [];
    const { name = "", def } = one.AlterTableCmd;
    const using = def !== undefined && "ColumnDef" in def ? def.ColumnDef.raw_default : undefined;
    return [
      {
        statement,
        column: `${tableName(relation)}.${quoted(name)}`,
        isAssigned: using === undefined || "ColumnRef" in using,
      },
    ];
  });
}

function setsTimeZone({ node }: SqlStatement): boolean {
  return "VariableSetStmt" in node && node.VariableSetStmt.name?.toLowerCase() === "timezone";
}
