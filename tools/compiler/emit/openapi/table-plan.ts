import type { Column, Database, Table } from "../../model/database";
import { defaultOf, isNullable, isOrdered, knownType } from "../queries/column-kind";
import { rowKey } from "../queries/row-key";
import { propertyNames } from "./property-names";
import type { TableNames } from "./table-names";

/** What the description says about a table. */
export interface TablePlan {
  readonly table: Table;
  readonly names: TableNames;
  readonly columns: readonly PlannedColumn[];
  /** Columns that a row is addressed by; empty: its rows are only listed. */
  readonly key: readonly PlannedColumn[];
  readonly filters: readonly PlannedColumn[];
  readonly sorts: readonly PlannedColumn[];
}

export interface PlannedColumn {
  readonly column: Column;
  readonly property: string;
  /** The database gives it its value: generated, identity, or of a sequence. */
  readonly isReadOnly: boolean;
  readonly isKey: boolean;
  /** A row cannot be made without it. */
  readonly isRequired: boolean;
}

export function planTable(table: Table, names: TableNames, database: Database): TablePlan {
  const properties = propertyNames(table);
  const isAddressable = (name: string) => {
    const column = table.columns.find((one) => one.name === name);
    const type = column && knownType(column.type, database);
    return type !== undefined && isOrdered(type) && type.kind !== "float";
  };
  const wanted = table.kind === "view" ? [] : rowKey(table);
  const keyNames = wanted.every(isAddressable) ? wanted : [];
  const columns = table.columns.map((column): PlannedColumn => {
    const isKey = keyNames.includes(column.name);
    const standard = defaultOf(column, database);
    const isGiven =
      column.generated !== undefined || column.identity !== undefined || /^nextval\b/i.test(standard ?? "");
    return {
      column,
      property: properties.get(column.name) ?? column.name,
      isReadOnly: isGiven || (isKey && keyNames.length === 1 && standard !== undefined),
      isKey,
      isRequired: !isNullable(column, database) && standard === undefined && !isGiven,
    };
  });
  const byName = (name: string) => columns.filter((one) => one.column.name === name);
  return {
    table,
    names,
    columns,
    key: keyNames.flatMap(byName),
    filters: columns.filter((one) => isFilter(one, table, database)),
    sorts: columns.filter((one) => isSort(one, table, database)),
  };
}

/** Names of parameters that are about the page. */
const pageNames = ["limit", "cursor", "sort"];

/** Equality is offered where an index makes it cheap, and for values of which there are few. */
function isFilter({ column, property }: PlannedColumn, table: Table, database: Database): boolean {
  const type = knownType(column.type, database);
  if (!isOrdered(type) || pageNames.includes(property.toLowerCase())) return false;
  if (type.kind === "enum" || type.kind === "boolean") return true;
  if (!["integer", "bigint", "uuid", "text", "date"].includes(type.kind)) return false;
  return (
    isIndexed(column.name, table) || table.foreignKeys.some((key) => key.columns.includes(column.name)) || isOfSource()
  );

  /** A column of a view that is one of a table behind it. */
  function isOfSource(): boolean {
    return table.readsFrom.some(({ schema, name }) => {
      const source = database.tables.find((one) => one.schema === schema && one.name === name);
      const same = source?.columns.find((one) => one.name === column.name);
      return source !== undefined && same?.type.name === column.type.name && isIndexed(column.name, source);
    });
  }
}

function isSort({ column, property }: PlannedColumn, table: Table, database: Database): boolean {
  const type = knownType(column.type, database);
  // Infinity and NaN have no place in a cursor; `price_desc` would read as a direction.
  if (!isOrdered(type) || type.kind === "float" || /^[-+]|[:._ ](asc|desc)$/i.test(property)) return false;
  return table.kind === "table" && isIndexed(column.name, table);
}

/** Whether an index of all rows begins with the column. */
function isIndexed(name: string, table: Table): boolean {
  const indexes = table.indexes.filter((one) => one.method === "btree" && one.predicate === undefined);
  return [table.primaryKey, ...table.uniqueKeys, ...indexes.map((one) => one.keys)].some(([first]) => first === name);
}
