import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { DatabaseProject } from "../../tools/schema-engine/commands/database-project";

export interface DatabaseWorkspace {
  readonly root: string;
  readonly lines: string[];
  /** Path relative to specs/db. */
  write(path: string, text: string): void;
  project(environment?: Readonly<Record<string, string>>): DatabaseProject;
  remove(): void;
}

/** A temporary workspace with one database project `db`. Its clock goes on by a minute with each look. */
export function makeDatabaseWorkspace(mode = 0o755): DatabaseWorkspace {
  const root = mkdtempSync(join(tmpdir(), "specline-test-"));
  chmodSync(root, mode);
  const lines: string[] = [];
  let minutes = 0;
  return {
    root,
    lines,
    write(path, text) {
      const file = join(root, "specs/db", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    project: (environment = {}) => ({
      workspaceRoot: root,
      project: "db",
      projectRoot: "specs/db",
      environment,
      now: () => new Date(Date.UTC(2026, 0, 1, 0, minutes++)),
      onLine: (line) => lines.push(line),
    }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
