import type { Table } from "../model/database";
import type { JsonValue } from "../model/json-value";
import type { ColumnLink, LinkGap } from "../model/link";
import type { Operation, Parameter } from "../model/operation";
import { resolved, type SchemasByName } from "../model/properties-of";
import { findColumn } from "./find-column";

export interface QueryLinks {
  readonly filters: readonly ColumnLink[];
  readonly sorts: readonly ColumnLink[];
  readonly gaps: readonly LinkGap[];
}

const sortNames = ["sort", "sortby", "orderby"];

/** Names of paging, which every list may have; `order` is a direction unless it lists columns. */
const pagingNames = [
  ...["limit", "offset", "cursor", "page", "pagesize", "perpage", "size", "after", "before", "first", "last"],
  ...["order", "direction", "sortorder", "sortdirection"],
];

/** What the query parameters of a list say: filters by equality, and columns to sort by. */
export function queryLinks(operation: Operation, table: Table, schemas: SchemasByName): QueryLinks {
  const filters: ColumnLink[] = [];
  const sorts: ColumnLink[] = [];
  const gaps: LinkGap[] = [];
  for (const parameter of operation.parameters.filter((one) => one.in === "query")) {
    const plain = parameter.name.toLowerCase().replace(/[^a-z0-9]/g, "");
    if (sortNames.includes(plain) || (plain === "order" && sortProperties(parameter, schemas).some(isColumn))) {
      for (const property of sortProperties(parameter, schemas)) {
        const column = findColumn(table, property);
        if (column === undefined) gaps.push({ kind: "sort", name: property });
        else if (!sorts.some((one) => one.property === property)) sorts.push({ property, column: column.name });
      }
      continue;
    }
    const column = findColumn(table, parameter.name);
    const isScalar = !["array", "object"].includes(resolved(parameter.schema, schemas)?.types?.[0] ?? "");
    if (column !== undefined && isScalar) filters.push({ property: parameter.name, column: column.name });
    else if (!pagingNames.includes(plain)) gaps.push({ kind: "query", name: parameter.name });
  }
  return { filters, sorts, gaps };

  function isColumn(property: string): boolean {
    return findColumn(table, property) !== undefined;
  }
}

/** `price`, `-price`, `+price`, `price:asc`, `price.desc`, `price_desc` → `price`. */
function sortProperties(parameter: Parameter, schemas: SchemasByName): readonly string[] {
  const schema = resolved(parameter.schema, schemas);
  const values: readonly JsonValue[] = schema?.enum ?? resolved(schema?.items, schemas)?.enum ?? [];
  const texts = values.flatMap((one) => (typeof one === "string" ? [one] : []));
  return [...new Set(texts.map((one) => one.replace(/^[-+]/, "").replace(/[:._ ](asc|desc)$/i, "")))];
}
