import { checkCatalog } from "./catalog/check";
import { databaseCatalog } from "./catalog/database";
import { emitCatalog } from "./catalog/emit";
import { linkCatalog } from "./catalog/link";
import { loadTestCatalog } from "./catalog/load-test";
import { migrationCatalog } from "./catalog/migration";
import { openapiCatalog } from "./catalog/openapi";
import { optionCatalog } from "./catalog/option";
import { serveCatalog } from "./catalog/serve";
import { sqlCatalog } from "./catalog/sql";
import { tablesCatalog } from "./catalog/tables";
import { typecheckCatalog } from "./catalog/typecheck";

/** Every code that Specline can report; a page `docs/diagnostics/<code>.md` explains each. */
export const catalog = {
  ...databaseCatalog,
  ...emitCatalog,
  ...linkCatalog,
  ...checkCatalog,
  ...loadTestCatalog,
  ...migrationCatalog,
  ...openapiCatalog,
  ...optionCatalog,
  ...serveCatalog,
  ...sqlCatalog,
  ...tablesCatalog,
  ...typecheckCatalog,
} as const;

export type DiagnosticCode = keyof typeof catalog;
