import type { Client } from "pg";
import { syncedColumns } from "../expand/synced-columns";
import type { Script } from "../migrations/read-script";
import { replayScript } from "../source/replay";
import type { Work } from "../weigh/work-ahead";
import { askRows, type Violations } from "./ask-rows";
import { usingExpressions } from "./changed-tables";
import { columnAt } from "./live-rows";
import { newChecks } from "./new-checks";
import { rowChanges } from "./row-changes";
import type { RowCheck } from "./row-check";
import { type RowRules, type RuledColumn, readRowRules } from "./row-rules";

export interface PreflightFailure extends Violations {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly table: string;
  readonly what: string;
}

export interface RowAnswers {
  /** Number of questions that were answered. */
  readonly checked: number;
  readonly failures: readonly PreflightFailure[];
  /** What could not be asked, and why. */
  readonly unchecked: readonly string[];
  /** What may stand in the way of locks and of space. */
  readonly notes: readonly string[];
}

/** What a live database says of scripts before they run. */
export interface Preflight extends RowAnswers {
  /** What they will work on for a time that grows with the table, the longest first. */
  readonly work: readonly Work[];
}

type Asked = RowCheck & Pick<PreflightFailure, "file" | "line" | "column">;

/** From then on a transaction is told: a lock that it holds will be waited for. */
const usualTransactionMs = 60_000;

/**
 * Runs scripts on a copy of a live schema, sees what each statement newly asks of rows, and asks the rows of the live database, which is only
 * read. Throws `Refused` with the place of what PostgreSQL refuses on the copy.
 */
export async function preflight(
  copy: Client,
  live: Client,
  scripts: readonly Script[],
  longTransactionMs = usualTransactionMs,
): Promise<RowAnswers> {
  const asked: Asked[] = [];
  const unchecked: string[] = [];
  const start = await readRowRules(copy);
  const added: RuledColumn[] = [];
  const changes = rowChanges(start);
  const casts = new Map<string, string | undefined>();
  let before = start;
  for (const script of scripts) {
    await replayScript(copy, script, async (statement) => {
      const after: RowRules = await readRowRules(copy);
      added.push(...after.columns.filter((one) => columnAt(before.columns, one.table, one.number) === undefined));
      const { line, column } = statement.span;
      const expressions = await usingExpressions(statement);
      const using = (name: string) => expressions.get(name);
      const synced = await syncedColumns(copy, statement.node);
      const found = newChecks({ start, added, before, after, ...changes, using, synced, casts });
      asked.push(...found.checks.map((one) => ({ ...one, file: script.file.path, line, column })));
      unchecked.push(...found.unchecked.map((one) => `${script.file.path}:${line}:${column}: ${one}`));
      changes.note(statement, after);
      before = after;
    });
  }
  const failures: PreflightFailure[] = [];
  let answered = 0;
  for (const one of asked) {
    const { file, line, column, table, what } = one;
    const answer = await askRows(live, one);
    if ("reason" in answer) unchecked.push(`${file}:${line}:${column}: ${what}: ${answer.reason}`);
    else answered++;
    if ("count" in answer && answer.count > 0) failures.push({ file, line, column, table, what, ...answer });
  }
  return { checked: answered, failures, unchecked, notes: await readNotes(live, longTransactionMs) };
}

/** Sessions whose locks a migration would wait for, and slots that keep what it writes. */
async function readNotes(live: Client, longTransactionMs: number): Promise<readonly string[]> {
  const { rows } = await live.query<{ text: string }>(
    `SELECT format('process %s (%s) has had a transaction open since %s', pid, concat_ws(', ', nullif(application_name, ''), state),
       to_char(xact_start, 'YYYY-MM-DD HH24:MI:SS')) AS text
     FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - make_interval(secs => $1 / 1000.0)
     UNION ALL
     SELECT format('the replication slot %s is inactive and keeps what the migration writes', quote_ident(slot_name))
     FROM pg_replication_slots WHERE NOT active`,
    [longTransactionMs],
  );
  return rows.map((row) => row.text).sort();
}

/** One line: place, what, how many, and which. */
export function failureLine({ file, line, column, what, count, key, samples }: PreflightFailure): string {
  const rows = count === 1 ? "1 row" : `${count} rows`;
  const shown = samples.map((one) => (one.length === 1 ? one[0] : `(${one.join(", ")})`)).join(", ");
  const which = samples.length === 0 ? "" : `; ${key.join(", ")}: ${shown}${count > samples.length ? ", …" : ""}`;
  return `${file}:${line}:${column}: ${what}: ${rows}${which}`;
}
