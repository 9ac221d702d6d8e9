import type { ScriptFinding, StatementLocks } from "../../../tools/schema-engine/lint/lint-script";
import type { HazardKind } from "../../../tools/schema-engine/plan/hazard";
import type { SquawkFinding } from "./run-squawk";

/** What `lint` knows of the statement that a finding of squawk is about. */
export interface LintedStatement {
  readonly text: string;
  readonly findings: readonly ScriptFinding[];
  /** `undefined`: it does nothing that could be watched. */
  readonly watched: StatementLocks | undefined;
}

/**
 * squawk's rule, and the kinds of `lint` that say the same of a statement, or say the worse of it where it has several parts. `refused`: the
 * file is refused as a whole.
 */
export const sameAs: Readonly<Record<string, readonly (HazardKind | "refused")[]>> = {
  "adding-field-with-default": ["TABLE_REWRITE"],
  "adding-foreign-key-constraint": ["TABLE_SCAN", "BLOCKING_INDEX_BUILD"],
  "adding-not-nullable-field": ["TABLE_SCAN", "TABLE_REWRITE"],
  "adding-required-field": ["DEPENDS_ON_ROWS"],
  "adding-serial-primary-key-field": ["TABLE_REWRITE", "BLOCKING_INDEX_BUILD"],
  "ban-alter-domain-with-add-constraint": ["TABLE_SCAN"],
  // A generated column takes no data with it.
  "ban-drop-column": ["DELETES_DATA", "BREAKS_CLIENTS"],
  "ban-drop-not-null": ["BREAKS_CLIENTS"],
  "ban-drop-table": ["DELETES_DATA"],
  "ban-truncate-cascade": ["DELETES_DATA"],
  "ban-uncommitted-transaction": ["refused"],
  "changing-column-type": ["BREAKS_CLIENTS", "TABLE_REWRITE"],
  "constraint-missing-not-valid": ["TABLE_SCAN", "BLOCKING_INDEX_BUILD"],
  "disallowed-unique-constraint": ["BLOCKING_INDEX_BUILD"],
  "renaming-column": ["BREAKS_CLIENTS"],
  "renaming-table": ["BREAKS_CLIENTS"],
  "require-concurrent-index-creation": ["BLOCKING_INDEX_BUILD"],
  "require-concurrent-index-deletion": ["BRIEF_LOCK"],
  "require-concurrent-partition-detach": ["BRIEF_LOCK"],
  "require-concurrent-reindex": ["BLOCKING_INDEX_BUILD"],
  "require-lock-timeout": ["BRIEF_LOCK", "TABLE_SCAN", "TABLE_REWRITE", "BLOCKING_INDEX_BUILD", "refused"],
  "transaction-nesting": ["refused"],
};

/** Why `lint` says nothing of what squawk reports. docs/rules/README.md has the same reasons. */
export interface Argument {
  readonly name: string;
  readonly holds: (finding: SquawkFinding, statement: LintedStatement | undefined) => boolean;
}

const isRule =
  (...rules: readonly string[]) =>
  ({ rule }: SquawkFinding) =>
    rules.includes(rule);

/** What they warn of is that rows which are there are read under a lock; on a shadow with rows that is measured. */
const aboutRows = isRule(
  "adding-foreign-key-constraint",
  "adding-not-nullable-field",
  "constraint-missing-not-valid",
  "disallowed-unique-constraint",
  "require-concurrent-index-creation",
);

const nothing: LintedStatement = { text: "", findings: [], watched: undefined };

function isNew({ locks }: StatementLocks, table: string): boolean {
  return locks.some((one) => one.table === table && one.isNew);
}

export const differences: readonly Argument[] = [
  {
    name: "types are chosen in the review of the schema",
    holds: isRule(
      "ban-char-field",
      "prefer-bigint-over-int",
      "prefer-bigint-over-smallint",
      "prefer-identity",
      "prefer-text-field",
      "prefer-timestamp-tz",
    ),
  },
  { name: "IF NOT EXISTS hides drift", holds: isRule("prefer-robust-stmts") },
  { name: "style", holds: isRule("require-table-schema", "require-enum-value-ordering", "identifier-too-long") },
  { name: "a new domain has no columns", holds: isRule("ban-create-domain-with-constraint") },
  { name: "no statement timeout", holds: isRule("require-statement-timeout") },
  {
    name: "it reads no rows",
    holds: (finding, { watched } = nothing) =>
      aboutRows(finding) &&
      watched?.isMeasured === true &&
      [...watched.scanned, ...watched.rewritten].every((table) => isNew(watched, table)),
  },
  {
    name: "nobody else uses what the file creates",
    holds: (_, statement) => statement?.watched !== undefined && blocking(statement.watched).every((one) => one.isNew),
  },
];

function blocking({ locks }: StatementLocks): StatementLocks["locks"] {
  return locks.filter((one) => one.blocks !== "nothing");
}
