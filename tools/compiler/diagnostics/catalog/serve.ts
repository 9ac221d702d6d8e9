import type { CatalogEntry } from "../catalog-entry";

export const serveCatalog = {
  "serve/entry-missing": {
    severity: "error",
    message: "There is no {path} to start.",
    hint: "Run `nx g route-from-spec`, which writes it once, or set `directory` in the API's specline.json.",
  },
  "serve/bundle-failed": {
    severity: "error",
    message: "The service cannot be bundled: {reason}",
    hint: "Mend the code at that place; `nx run {project}:typecheck` shows the types.",
  },
  "serve/port-in-use": {
    severity: "error",
    message: "Another program listens on port {port} of {host}.",
    hint: "End it, choose another --port, or leave --port out: a free one is taken then.",
  },
  "serve/no-database": {
    severity: "error",
    message: "`{project}` works on the database `{database}`, and none is running.",
    hint: "Start it in another terminal: `nx run {database}:start`. Or name one: --connection=env:NAME, or SPECLINE_LOADTEST_DATABASE_URL.",
  },
  "serve/not-ready": {
    severity: "error",
    message: "The service did not become ready: {reason}",
    hint: "The last lines that it wrote are above; all of them are in {log}.",
  },
} as const satisfies Record<string, CatalogEntry>;
