import type { CatalogEntry } from "../catalog-entry";

export const sqlCatalog = {
  "sql/syntax-error": {
    severity: "error",
    message: "The parser of PostgreSQL 18 refuses this: {reason}.",
    hint: "Correct the statement; nothing is planned or written until the file parses.",
  },
  "sql/not-text": {
    severity: "error",
    message: "This file is no text in UTF-8: it holds {reason}.",
    hint: "Save it as UTF-8 (`iconv -f latin1 -t utf-8`); nothing of it is read.",
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
  "sql/rows-in-schema": {
    severity: "warning",
    message:
      "`{statement}` writes rows. A schema has none: no plan carries them, so databases do not get them from it.",
    hint: "Put it into a migration of its own (`<version>_<name>.up.sql`); rows to try things with come from `nx run <db>:seed`.",
  },
  "sql/setting-in-schema": {
    severity: "warning",
    message: "`{statement}` holds while this file is read, and changes nothing of a database.",
    hint: "Delete it. What shall last is `ALTER DATABASE … SET` or `ALTER ROLE … SET`, where servers are set up.",
  },
  "sql/code-in-schema": {
    severity: "warning",
    message:
      "`{statement}` runs code. Commands on the database run it on a shadow and plan what it makes of the schema, without rows; generators and `check` do not run it.",
    hint: "Write what it makes as plain statements; what it does to rows belongs into a migration.",
  },
  "sql/hidden-objects": {
    severity: "error",
    message:
      "`{statement}` makes what is not read here when it runs (`{found}`): types, routes and checks would miss it.",
    hint: "Write it as a plain statement. A schema needs no IF NOT EXISTS: it says what is to be there, and is planned against what is.",
  },
  "sql/no-schema": {
    severity: "warning",
    message: "`{statement}` declares nothing, so no plan comes of it.",
    hint: "Delete it here; what is to be done once on each database belongs into a migration or into the set-up of the server.",
  },
  "sql/unfinished-transaction": {
    severity: "error",
    message: "`{statement}` leaves statements of this file without effect, so it is not known what the file declares.",
    hint: "A schema says what is there. Delete it, or end the transaction with COMMIT.",
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
