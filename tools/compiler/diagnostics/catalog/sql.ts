import type { CatalogEntry } from "../catalog-entry";

export const sqlCatalog = {
  "sql/syntax-error": {
    severity: "error",
    message: "PostgreSQL's parser refuses this: {reason}.",
    hint: "Correct the statement; nothing is planned or written until the file parses.",
  },
  "sql/missing-file": {
    severity: "error",
    message: "There is no file `{path}`.",
    hint: "Give the paths of SQL files, relative to the workspace root.",
  },
  "sql/psql-command": {
    severity: "error",
    message: "`{command}` is a command of psql, which a server does not know; what it would declare is not read.",
    hint: "Put the SQL itself here, or into another file of the folder `schema`.",
  },
  "sql/duplicate-table": {
    severity: "error",
    message: "The table `{table}` is created twice (first at {first}); PostgreSQL would refuse the second.",
    hint: "Remove one, or merge their columns.",
  },
  "sql/unknown-table": {
    severity: "error",
    message: "No statement creates the table `{table}`, so PostgreSQL would refuse this one.",
    hint: "Correct the name, or add a `CREATE TABLE` before it.",
  },
} as const satisfies Record<string, CatalogEntry>;
