import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { connect } from "../../tools/postgres/connection/connect";
import { type Shadow, startShadow } from "../../tools/postgres/shadow";
import type { Migration } from "../../tools/schema-engine/migrations/migration";
import { type MigrationFolder, readMigrations } from "../../tools/schema-engine/migrations/read-migrations";
import { runMigrations } from "../../tools/schema-engine/runner/run-migrations";
import { defaultRunOptions, type RunOptions } from "../../tools/schema-engine/runner/run-request";
import { makeDatabaseWorkspace } from "../database/database-workspace";

/** An empty database and a folder of migrations for it, anew for each test of the file. */
export interface MigrationTarget {
  readonly url: string;
  /** Of the runner. */
  readonly client: Client;
  /** Somebody else, who may hold locks. */
  readonly other: Client;
  /** Absolute. */
  readonly migrations: string;
  /** What the runner has said. */
  readonly lines: string[];
  write(name: string, text: string): void;
  folder(): MigrationFolder;
  migrate(options?: Partial<RunOptions>, by?: Client): Promise<readonly Migration[]>;
}

/** Registers the hooks of the file; `use` gets the target of each test. */
export function eachWithTarget(use: (target: MigrationTarget) => Promise<void> | void): void {
  let server: Shadow;
  let end: () => Promise<void>;
  beforeAll(async () => {
    server = await startShadow(process.cwd(), 18);
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    const workspace = makeDatabaseWorkspace();
    const migrations = join(workspace.root, "specs/db/migrations");
    mkdirSync(migrations, { recursive: true });
    const { url } = await server.createDatabase();
    const [client, other] = [await connect(url), await connect(url)];
    const folder = () => readMigrations(migrations, "migrations", "db");
    end = async () => {
      await Promise.all([client.end(), other.end()]);
      workspace.remove();
    };
    const onLine = (line: string) => workspace.lines.push(line);
    await use({
      ...{ url, client, other, migrations, lines: workspace.lines, folder },
      write: (name, text) => writeFileSync(join(migrations, name), text),
      migrate: (options = {}, by = client) =>
        runMigrations({
          ...{ client: by, target: "test", folder: folder() },
          options: { ...defaultRunOptions, onLine, ...options },
        }),
    });
  });
  afterEach(() => end());
}
