import type { CatalogEntry } from "../catalog-entry";

export const tablesCatalog = {
  "tables/no-key": {
    severity: "warning",
    message:
      "`{table}` has no key that a path can hold, so its rows are only listed, by counted pages: one row cannot be read or written.",
    hint: "Give it a primary key, or a unique key of columns that are never null.",
  },
  "tables/none-chosen": {
    severity: "error",
    message: "--tables={pattern} names no table or view.",
    hint: "There are: {names}.",
  },
  "tables/edited": {
    severity: "error",
    message: "{path} was edited after it was made from the tables, so it is not written anew.",
    hint: "Keep your edits and add what is new by hand, or write over them with --force.",
  },
} as const satisfies Record<string, CatalogEntry>;
