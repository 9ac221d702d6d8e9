import type { CatalogEntry } from "../catalog-entry";

export const typecheckCatalog = {
  "typecheck/no-application": {
    severity: "error",
    message: "There is no `{path}`: `{project}` has no application to check.",
    hint: "Generate it: `npx nx g route-from-spec {folder}`; or correct `directory` in `{folder}/specline.json`.",
  },
} as const satisfies Record<string, CatalogEntry>;
