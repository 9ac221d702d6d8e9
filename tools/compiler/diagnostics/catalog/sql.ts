import type { CatalogEntry } from "../catalog-entry";

export const sqlCatalog = {
  "sql/syntax-error": {
    severity: "error",
    message: "PostgreSQL's parser refuses this: {reason}.",
    hint: "Correct the statement; nothing is planned or written until the file parses.",
  },
} as const satisfies Record<string, CatalogEntry>;
