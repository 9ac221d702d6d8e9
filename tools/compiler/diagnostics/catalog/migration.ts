import type { CatalogEntry } from "../catalog-entry";

/** Plans, migration folders and their application. */
export const migrationCatalog = {
  "migration/checksum-mismatch": {
    severity: "error",
    message: "{folder} does not match its atlas.sum: {detail}.",
    hint: "Restore the file from version control. If the change is meant and the migration was never applied, `nx run {project}:verify --rehash` proves the folder and writes atlas.sum anew.",
  },
  "migration/applied-file-changed": {
    severity: "error",
    message:
      "{file} was changed after it had been applied to {target}; history and file disagree, so nothing was applied.",
    hint: "Restore the file and put the change into a new migration.",
  },
  "migration/applied-file-missing": {
    severity: "error",
    message: "{target} has applied version {version} ({name}), which is not in {folder}.",
    hint: "Get the file back from version control, or migrate from a checkout that has it.",
  },
  "migration/no-history": {
    severity: "error",
    message: "{target} has no history of migrations, so nothing says what it should be.",
    hint: "Apply the migrations with `nx run {project}:migrate`, or compare with the whole schema: `nx run {project}:drift --to=schema`.",
  },
  "migration/bad-rename": {
    severity: "error",
    message: "`{comment}` {reason}.",
    hint: "Write `-- @renamed from=old_name` on a line of its own directly above the new name. A misread rename would be planned as drop and create.",
  },
  "migration/search-path": {
    severity: "error",
    message:
      "{name} has no schema here and was proved in public; on {target} it would be looked up in {first} first (search_path is {path}).",
    hint: "Write the schema before the names, or begin the file with `SET LOCAL search_path = public;`.",
  },
  "migration/rename-taken": {
    severity: "error",
    message: "The {what} {old} cannot become {now}, which is there as well.",
    hint: "Drop or rename {now} in a plan before, and declare the rename in the next; of two names that are swapped, one gets a third in between. If it was carried out already, delete the declaration.",
  },
  "migration/rename-unmatched": {
    severity: "warning",
    message: "Nothing is renamed to {what}: {reason}.",
    hint: "Correct the old name, or delete the declaration.",
  },
  "migration/out-of-order": {
    severity: "error",
    message: "{file} is older than {version}, which {target} has already applied; replay would use another order.",
    hint: "Give it a newer version: delete it and plan it again with the target `diff`.",
  },
  "migration/bad-file-name": {
    severity: "error",
    message: "{file} is not named like a migration.",
    hint: "Use <version>_<name>.up.sql with .down.sql, or <version>_<name>.sql; the version is made of digits.",
  },
  "migration/duplicate-version": {
    severity: "error",
    message: "{first} and {second} have the same version.",
    hint: "Give one of them another version.",
  },
  "migration/down-without-up": {
    severity: "error",
    message: "{file} has no .up.sql of the same name.",
    hint: "Add the up migration or delete the down file.",
  },
  "migration/statement-failed": {
    severity: "error",
    message: "PostgreSQL refuses this statement: {reason}.",
    hint: "{hint}",
  },
  "migration/unknown-role": {
    severity: "error",
    message: "{target} has no role {role}, which this statement names; nothing was run.",
    hint: "Roles belong to the server, so plans name them and do not create them. Create it there (CREATE ROLE {name}), or plan without it.",
  },
  "migration/archive-gone": {
    severity: "error",
    message: "{target} has no {store} any more, from which the way back takes values.",
    hint: "Restore it from a backup. To go back without the values, take the statements that use it out of the file, and `verify --rehash`.",
  },
  "migration/cannot-archive": {
    severity: "error",
    message: "The archive cannot keep {object}: {reason}.",
    hint: "Plan without --archive and allow DELETES_DATA, or move the values yourself in a migration before.",
  },
  "migration/right-missing": {
    severity: "error",
    message: "The role {role} of {target} lacks {right} on {object}, which this statement needs; nothing was run.",
    hint: "Give it, as somebody who has it (`{grant};`), or run the command as another role.",
  },
  "migration/history-not-permitted": {
    severity: "error",
    message: "The role of {target} may not keep the history of migrations: {reason}. Nothing was run.",
    hint: "Give it as the owner of the database or of the history: `{grant}`.",
  },
  "migration/extension-not-available": {
    severity: "error",
    message: "The server that this runs on has no extension `{extension}` to create.",
    hint: "Install it there (Debian has many as `postgresql-<version>-<name>`). A shadow has those of its own PostgreSQL: set SPECLINE_POSTGRES to the folder of one that has it, or name a scratch server that has it with `--shadow-url`.",
  },
  "migration/lock-not-available": {
    severity: "error",
    message:
      "{file}:{line} did not get its locks on {target} in {attempts} attempts within {seconds} s; its transaction was rolled back each time.",
    hint: "Other transactions hold locks on the same tables: {holders}. Run the command again when they have ended; it goes on from here.",
  },
  "migration/connection-ended": {
    severity: "error",
    message: "The connection ended while this statement ran: {reason}.",
    hint: "The statement is not at fault. What is in a transaction is rolled back; a statement of its own may have been done. Ask `status`, then run the command again, which goes on from what is there.",
  },
  "migration/connection-lost": {
    severity: "error",
    message:
      "The connection to {target} ended before an answer came whether {file} is committed: it may be applied or not.",
    hint: "Ask `status` first. `migrate` goes on from what is there; a `rollback` that was done takes back the plan before it when it is run again.",
  },
  "migration/lock-timed-out": {
    severity: "error",
    message: "This statement waited {limit} (lock_timeout) on {target} for transactions of others; it was ended.",
    hint: "Open transactions: {holders}. Run the command again when they have ended; it removes what the statement has left and runs it anew.",
  },
  "migration/statement-timed-out": {
    severity: "error",
    message:
      "This statement was not done within {limit} (statement_timeout; lock_timeout is {lock}) on {target}, and PostgreSQL ended it. {left}",
    hint: "See what it waited for or how large its table is there. If it may take longer: raise {line} in {file}, write the sums anew (`verify --rehash`), and run the command again. For plans to come: `timeouts` in specline.json.",
  },
  "migration/bad-timeout": {
    severity: "error",
    message: "`{line}` gives no time.",
    hint: "Write a number with ms, s, min or h, such as `-- specline:lock-timeout 20min`; 0 is no limit.",
  },
  "migration/folder-busy": {
    severity: "error",
    message: "{holder} is writing {folder}; it did not end within {seconds} s.",
    hint: "Wait for it, then run the command again: it begins with what that one has written.",
  },
  "migration/folder-changed": {
    severity: "error",
    message: "{folder} was changed while this was planned from it; nothing was written.",
    hint: "Run the command again: it begins with what is there now.",
  },
  "migration/runner-busy": {
    severity: "error",
    message: "Another run migrates {target} (advisory lock held by {holder}); it did not end within {seconds} s.",
    hint: "Wait for that run, then run the command again; it continues where that one ended.",
  },
  "migration/interrupted-statement": {
    severity: "error",
    message:
      "An earlier run was interrupted inside this statement, and whether PostgreSQL finished it cannot be seen from outside.",
    hint: "Look at {target}. If it took effect: UPDATE specline.statements SET state = 'done' WHERE version = '{version}' AND direction = '{direction}' AND ordinal = {ordinal}; if not: DELETE FROM specline.statements WHERE version = '{version}' AND direction = '{direction}' AND ordinal = {ordinal}. Then run the command again.",
  },
  "migration/index-exists-differently": {
    severity: "error",
    message: "An index {index} exists on {target} with another definition: {definition}.",
    hint: "Drop or rename that index, then run the command again.",
  },
  "migration/transaction-control": {
    severity: "error",
    message: "A migration may not hold {statement} here: Specline opens and ends transactions itself.",
    hint: "Delete it; a file is one transaction, unless it has a statement that cannot run in one. BEGIN as the first and COMMIT as the last statement are accepted.",
  },
  "migration/unproved": {
    severity: "error",
    message:
      "The plan of engine {engine} is not proved ({direction}); nothing was written. After it the database differs from {wanted}:\n{differences}",
    hint: "{hint}",
  },
  "migration/plan-failed": {
    severity: "error",
    message: "The engine {engine} found no plan ({direction}): {reason}",
    hint: "{hint}",
  },
  "migration/atlas-not-found": {
    severity: "error",
    message: "The schema engine is `atlas`, and there is neither an atlas nor a Go to build one with.",
    hint: 'Install Go 1.26.4 or later (Atlas is then built once, from sources pinned in Specline), or put an atlas on PATH, or name one: SPECLINE_ATLAS=/path/to/atlas. Or set "engine": "delta" in the database\'s specline.json.',
  },
  "migration/atlas-build-failed": {
    severity: "error",
    message: "Building Atlas with {go} failed: {reason}",
    hint: "The build fetches modules once: it needs Go 1.26.4 or later and the Go module proxy (GOPROXY), or an atlas named by SPECLINE_ATLAS, or an atlas on PATH.",
  },
  "migration/atlas-unusable": {
    severity: "error",
    message: "{path} is no usable Atlas: {reason}",
    hint: "Give SPECLINE_ATLAS the path of an atlas that has `schema diff`, or unset it.",
  },
  "migration/hazard-not-allowed": {
    severity: "error",
    message: "The plan has hazards that must be allowed by name:\n{hazards}",
    hint: "Read them. If they are meant: --allow-hazards={names}",
  },
  "migration/unknown-hazard": {
    severity: "error",
    message: "`--allow-hazards` names {name}, which is no hazard.",
    hint: "Hazards: {known}, or `all`.",
  },
  "migration/no-name": {
    severity: "error",
    message: "There are changes to write and no `--name`.",
    hint: "Run again with --name=add_orders (letters, digits and underscores), or with --dry-run to look only.",
  },
  "migration/bad-name": {
    severity: "error",
    message: "`--name={name}` cannot be part of a file name.",
    hint: "Use letters, digits and underscores, such as add_orders.",
  },
  "migration/two-schemas": {
    severity: "error",
    message: "There are {single} and files in {folder}: only one of the two can be the desired schema.",
    hint: "Move the file into the folder, whose files are read in the order of their names, or delete the folder.",
  },
  "migration/no-schema": {
    severity: "error",
    message: "{path} is missing: there is no desired schema.",
    hint: "Write the tables that you want into it, as CREATE statements.",
  },
  "migration/file-not-found": {
    severity: "error",
    message: "{path} does not exist.",
    hint: "{hint}",
  },
  "migration/rollback-interrupted": {
    severity: "error",
    message: "An earlier rollback of version {version} on {target} was interrupted.",
    hint: "Finish it first: run the rollback again; it goes on where it was.",
  },
  "migration/target-drifted": {
    severity: "error",
    message: "{target} is not what its applied migrations give, which may be why the statement fails:\n{differences}",
    hint: "`nx run {project}:drift` lists all of it and says what to do: take what is meant into the schema, undo the rest by hand, and migrate again.",
  },
  "migration/sums-in-conflict": {
    severity: "error",
    message: "{file}:{line} has marks of a merge that is not resolved.",
    hint: "Both branches added migrations. Keep the files of both; one that has to come after the other gets a later version in its names. Then `nx run {project}:verify --rehash` proves all of them together and writes the sums anew; the marks need no editing.",
  },
  "migration/half-applied": {
    severity: "error",
    message: "The plan {plan} is half applied to {target}: {count} of {of} parts.",
    hint: "{remedy}",
  },
  "migration/partly-applied": {
    severity: "error",
    message: "Only some parts of the plan {plan} are applied to {target}; its way back fits the whole plan.",
    hint: "Finish the plan first: run `migrate`, then roll back.",
  },
  "migration/no-such-file": {
    severity: "error",
    message: "There is no migration {file} in {folder}.",
    hint: "Give the name of an up file of that folder, or leave `--file` out to look at all.",
  },
  "migration/not-next": {
    severity: "error",
    message: "{file} is not the next migration of {target}: {next}.",
    hint: "Migrations are applied in their order. Leave `--file` out to apply all that are pending.",
  },
  "migration/no-down": {
    severity: "error",
    message: "{file} has no down migration, so it cannot be rolled back.",
    hint: "Write its .down.sql (`nx run {project}:verify` proves it), or plan the way back with `nx run {project}:diff`.",
  },
  "migration/lossy-down": {
    severity: "error",
    message: "Rolling back {plan} loses data: {reasons}.",
    hint: "If that is meant: --allow-lossy.",
  },
  "migration/irreversible-down": {
    severity: "error",
    message: "Rolling back {plan} fails where there are rows: {reasons}.",
    hint: "Go forward with a new plan, or write a way back that fills the values into {file}, put `-- specline:down-rating lossy` there instead, and run `nx run {project}:verify --rehash`.",
  },
  "migration/nothing-applied": {
    severity: "error",
    message: "{target} has {count} applied plans; {steps} were to be rolled back.",
    hint: "The target `status` lists them.",
  },
  "migration/cannot-clone": {
    severity: "error",
    message: "{target} could not be copied to a shadow database, so nothing can be proved about it:\n{differences}",
    hint: "Each line names an object that the copy lacks or has differently (`wanted` is the database's own), or the statement that failed. Drop it if nobody needs it; `diff` without `--from` plans from the migrations, and `migrate` without --dry-run and --preflight makes no copy.",
  },
  "migration/replay-differs": {
    severity: "error",
    message: "Replaying {folder} does not give {schema}:\n{differences}",
    hint: "Plan what is missing: `nx run {project}:diff --name=…`.",
  },
  "migration/down-differs": {
    severity: "error",
    message: "The down of {plan} does not bring back what was there before it:\n{differences}",
    hint: "Correct the .down.sql file.",
  },
  "seed/unsatisfied": {
    severity: "error",
    message: "No row for {table} was found in {attempts} attempts that satisfies {constraint}: {reason}.",
    hint: "Specline understands ranges, lengths, patterns, lists of values, enums and domains. Put rows for {table} into a seed script of your own.",
  },
  "seed/cycle": {
    severity: "error",
    message:
      "The tables {tables} refer to one another by foreign keys that are NOT NULL, so no first row can be inserted.",
    hint: "Make one of the columns nullable, or the foreign key DEFERRABLE and seed by a script of your own.",
  },
  "seed/unsupported-type": {
    severity: "error",
    message: "{table}.{column} has the type {type}, for which no values can be made.",
    hint: "Give the column a default or allow NULL, or seed {table} by a script of your own.",
  },
} as const satisfies Record<string, CatalogEntry>;
