import { createHash } from "node:crypto";
import { type Problem, problem } from "../../report/problem";
import type { Migration } from "../migrations/migration";
import type { MigrationFolder } from "../migrations/read-migrations";
import type { History } from "./history";

export interface HistoryCheck {
  readonly applied: readonly Migration[];
  readonly pending: readonly Migration[];
  /** Reasons not to run anything. */
  readonly problems: readonly Problem[];
}

/** Compares files and history: what is applied, what is pending, and whether both tell the same story. */
export function checkHistory(folder: MigrationFolder, history: History, target: string): HistoryCheck {
  const byVersion = new Map(folder.migrations.map((one) => [one.version, one]));
  const appliedVersions = new Set(history.applied.map((one) => one.version));
  const problems: Problem[] = [];
  for (const { version, name, upSha256 } of history.applied) {
    const file = byVersion.get(version);
    if (file === undefined) {
      problems.push(problem("migration/applied-file-missing", { target, version, name, folder: folder.shownPath }));
    } else if (sha256(file.up) !== upSha256) {
      problems.push(problem("migration/applied-file-changed", { target, file: `${folder.shownPath}/${file.upFile}` }));
    }
  }
  const newest = history.applied.at(-1)?.version;
  const pending = folder.migrations.filter((one) => !appliedVersions.has(one.version));
  for (const one of pending) {
    if (newest === undefined || BigInt(one.version) > BigInt(newest)) continue;
    const file = `${folder.shownPath}/${one.upFile}`;
    problems.push(problem("migration/out-of-order", { target, file, version: newest }));
  }
  return { applied: folder.migrations.filter((one) => appliedVersions.has(one.version)), pending, problems };
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
