import type { CatalogEntry } from "../catalog-entry";

export const linkCatalog = {
  "link/unknown-table": {
    severity: "error",
    message: "`x-specline` names the table `{table}`, which the SQL schema does not have.",
    hint: "Correct the name (`schema.table` outside of public), or write `table: false` for an operation without one.",
  },
  "link/unknown-column": {
    severity: "error",
    message: "`x-specline` names the column `{column}`, which `{table}` does not have.",
    hint: "Correct the name; it is written as in SQL, without quotes.",
  },
  "link/unusable-hint": {
    severity: "error",
    message: "`{operation}` cannot be linked to `{table}` as `x-specline` asks: {reason}",
    hint: "Correct the path or the table, or write `table: false` for an operation without one.",
  },
  "link/unmapped-property": {
    severity: "warning",
    message: "`{operation}` takes `{property}`, which no column of `{table}` can hold; it needs a handler by hand.",
    hint: "Add a column, mark the property `readOnly`, or write the handler.",
  },
  "link/column-without-value": {
    severity: "warning",
    message:
      "`{operation}` inserts into `{table}` without a value for `{column}`, which may not be null; it needs a handler by hand.",
    hint: "Add the property to the body, give the column a default, or write the handler.",
  },
} as const satisfies Record<string, CatalogEntry>;
