import { linkCatalog } from "./catalog/link";
import { openapiCatalog } from "./catalog/openapi";
import { sqlCatalog } from "./catalog/sql";

/** Every code that Specline can report; a page `docs/diagnostics/<code>.md` explains each. */
export const catalog = { ...openapiCatalog, ...linkCatalog, ...sqlCatalog } as const;

export type DiagnosticCode = keyof typeof catalog;
