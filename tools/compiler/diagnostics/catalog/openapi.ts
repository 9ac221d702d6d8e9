import type { CatalogEntry } from "../catalog-entry";

export const openapiCatalog = {
  "openapi/duplicate-operation-id": {
    severity: "error",
    message: "operationId `{id}` is used twice (first at {first}); handlers and types are named after it.",
    hint: "Rename one of them.",
  },
  "openapi/missing-operation-id": {
    severity: "warning",
    message: "{method} {path} has no operationId; `{id}` is used.",
    hint: "Add `operationId: {id}`, so that a later change of the path does not rename the handler.",
  },
} as const satisfies Record<string, CatalogEntry>;
