import type { JsonValue } from "../model/json-value";
import type { ColumnLink, LinkGap } from "../model/link";
import type { Operation, Parameter } from "../model/operation";
import { resolved, type SchemasByName } from "../model/properties-of";
import type { ColumnFinder } from "./find-column";

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

/** What the query parameters of a list say: filters by equality with one value or one of a list, and columns to sort by. */
export function queryLinks(operation: Operation, schemas: SchemasByName, find: ColumnFinder): QueryLinks {
  const filters: ColumnLink[] = [];
  const sorts: ColumnLink[] = [];
  const gaps: LinkGap[] = [];
  for (const parameter of operation.parameters.filter((one) => one.in === "query")) {
    const plain = parameter.name.toLowerCase().replace(/[^a-z0-9]/g, "");
    if (sortNames.includes(plain) || (plain === "order" && sortProperties(parameter, schemas).some(isColumn))) {
      for (const property of sortProperties(parameter, schemas)) {
        const column = find(property);
        if (column === undefined) gaps.push({ kind: "sort", name: property });
        else if (!sorts.some((one) => one.property === property)) sorts.push({ property, column: column.name });
      }
      continue;
    }
    // What pages the list is no filter, even where a column is called so.
    if (plain === "limit" || plain === "cursor") continue;
    const column = find(parameter.name);
    if (column !== undefined && canFilter(parameter, schemas))
      filters.push({ property: parameter.name, column: column.name });
    else if (!pagingNames.includes(plain)) gaps.push({ kind: "query", name: parameter.name });
  }
  return { filters, sorts, gaps };

  function isColumn(property: string): boolean {
    return find(property) !== undefined;
  }
}

/** One value, or a list of values of which a row has one. */
function canFilter(parameter: Parameter, schemas: SchemasByName): boolean {
  const schema = resolved(parameter.schema, schemas);
  const inner = schema?.types?.[0] === "array" ? resolved(schema.items, schemas) : schema;
  return !["array", "object"].includes(inner?.types?.[0] ?? "");
}

/** `price`, `-price`, `+price`, `price:asc`, `price.desc`, `price_desc` → `price`. */
function sortProperties(parameter: Parameter, schemas: SchemasByName): readonly string[] {
  const schema = resolved(parameter.schema, schemas);
  const values: readonly JsonValue[] = schema?.enum ?? resolved(schema?.items, schemas)?.enum ?? [];
  const texts = values.flatMap((one) => (typeof one === "string" ? [one] : []));
  return [...new Set(texts.map((one) => one.replace(/^[-+]/, "").replace(/[:._ ](asc|desc)$/i, "")))];
}
