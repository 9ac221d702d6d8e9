import type { Diagnostic } from "../diagnostics/diagnostic";
import { formatSpan } from "../diagnostics/format-diagnostic";
import { tableByName } from "../link/find-table";
import { responseShape } from "../link/response-shape";
import type { Column, Database } from "../model/database";
import type { ColumnLink, Link } from "../model/link";
import { jsonSchema, type ObjectProperty, propertiesOf } from "../model/properties-of";
import { columnShape } from "./column-shape";
import { compareLength } from "./compare-length";
import { compareNull } from "./compare-null";
import { compareType } from "./compare-type";
import { compareValues } from "./compare-values";
import type { Checked, Rule } from "./rule";

/** A property that an operation reads from a column or writes to it. */
export interface Pair {
  readonly direction: "read" | "write";
  readonly link: Link;
  readonly property: ObjectProperty;
  readonly column: Column;
}

export type Comparison = (pair: Pair, shape: ReturnType<typeof columnShape>, checked: Checked) => readonly Diagnostic[];

const comparisons: readonly Comparison[] = [compareType, compareNull, compareLength, compareValues];

/** Compares what the API says of a property with what the table says of its column. */
export const compareColumns: Rule = (checked) => {
  const { database } = checked;
  if (database === undefined) return [];
  const found = checked.links
    .flatMap((link) => pairsOf(link, database, checked))
    .flatMap((pair) => {
      const shape = columnShape(pair.column, database);
      return comparisons.flatMap((compare) => compare(pair, shape, checked));
    });
  // Operations share schemas: one finding at one place is enough, in the words of the first operation.
  const first = new Map<string, Diagnostic>();
  for (const one of found) {
    const key = `${formatSpan(one.span)} ${one.code}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
};

function pairsOf(link: Link, database: Database, { service, schemas }: Checked): readonly Pair[] {
  const operation = service.resources.flatMap((one) => one.operations).find((one) => one.id === link.operationId);
  const table = tableByName(database, `${link.schema}.${link.table}`);
  if (operation === undefined || table === undefined) return [];
  const pair = (direction: Pair["direction"], links: readonly ColumnLink[], properties: readonly ObjectProperty[]) =>
    links.flatMap((one): readonly Pair[] => {
      const property = properties.find((other) => other.name === one.property);
      const column = table.columns.find((other) => other.name === one.column);
      return property === undefined || column === undefined ? [] : [{ direction, link, property, column }];
    });
  const body = propertiesOf(jsonSchema(operation.requestBody?.content ?? []), schemas);
  const item = propertiesOf(responseShape(operation, schemas).item, schemas);
  return [...pair("write", link.writes, body), ...pair("read", link.reads, item)];
}
