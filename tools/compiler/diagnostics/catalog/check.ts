import type { CatalogEntry } from "../catalog-entry";

export const checkCatalog = {
  "check/no-description": {
    severity: "error",
    message: "The folder `{folder}` holds no OpenAPI description.",
    hint: "Name it openapi.yaml, openapi.yml or openapi.json.",
  },
  "check/unknown-database": {
    severity: "error",
    message: "`specline.json` in `{folder}` names the database `{database}`, which is no project of this workspace.",
    hint: "Correct `database`, or remove it to check the description alone.",
  },
  "check/list-without-limit": {
    severity: "warning",
    message: "`{operation}` lists `{table}` without a limit: each call reads the whole table, however large it grows.",
    hint: "Add a query parameter `limit` with a `maximum` and a `default`.",
  },
  "check/limit-without-maximum": {
    severity: "warning",
    message: "`{operation}` lists `{table}` with as many rows as a client asks for: `{parameter}` has no maximum.",
    hint: "Add a `maximum`, such as 100.",
  },
  "check/type-differs": {
    severity: "warning",
    message: "`{property}` of `{operation}` is {type}, but its column `{column}` is {columnType}.",
    hint: "Change the schema or the column, so that both mean the same values.",
  },
  "check/null-in-response": {
    severity: "warning",
    message:
      "`{property}` of `{operation}` may not be null, but its column `{column}` may: such a row breaks the response.",
    hint: 'Allow null (`type: [string, "null"]`), or make the column NOT NULL.',
  },
  "check/null-in-body": {
    severity: "warning",
    message:
      "`{property}` of `{operation}` may be null, but its column `{column}` may not: the database refuses such a body.",
    hint: "Take null out of the schema, or out of the column's NOT NULL.",
  },
  "check/longer-than-column": {
    severity: "warning",
    message: "`{property}` of `{operation}` takes {length}, but its column `{column}` holds {limit} characters.",
    hint: "Set `maxLength: {limit}`, or widen the column.",
  },
  "check/value-unknown-to-column": {
    severity: "warning",
    message: "`{property}` of `{operation}` takes {values}, which the type of its column `{column}` does not have.",
    hint: "Add the values to the enum type in SQL, or take them out of the schema.",
  },
  "check/value-unknown-to-api": {
    severity: "warning",
    message:
      "`{property}` of `{operation}` does not list {values}, which its column `{column}` may hold: such a row breaks the response.",
    hint: "Add the values to the schema's `enum`.",
  },
} as const satisfies Record<string, CatalogEntry>;
