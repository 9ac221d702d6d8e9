import { setTimeout as delay } from "node:timers/promises";
import { provedClient } from "../../postgres/connection/proved-client";
import { type EmbeddedDatabase, startEmbedded } from "../../postgres/embedded";
import type { StopRequest } from "../../process/until-stopped";
import { removeRunFile, writeRunFile } from "../../workspace/run-file";
import { runMigrations } from "../runner/run-migrations";
import { defaultRunOptions } from "../runner/run-request";
import { seedDatabase } from "../seed/seed-database";
import { type DatabaseProject, migrationFolder, readDatabaseConfig } from "./database-project";

export interface StartOptions {
  /** Rows for each table that has none; 0: no rows. */
  readonly rows?: number | undefined;
  readonly seed?: number | undefined;
}

/** A started database: other commands find it by its run file. */
export interface StartedDatabase {
  readonly url: string;
  readonly port: number;
  /** How the server ended by itself; never while it is well. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts the embedded server, applies pending migrations, seeds empty tables, then writes the run file. Throws `Refused`. */
export async function startDatabase(project: DatabaseProject, options: StartOptions): Promise<StartedDatabase> {
  const { workspaceRoot, onLine } = project;
  const config = readDatabaseConfig(project);
  const folder = migrationFolder(project);
  const shown = `the embedded database of ${project.project}`;
  onLine(`target: ${shown} (PostgreSQL ${config.postgres})`);
  const server = await startEmbedded({
    workspaceRoot,
    project: project.project,
    major: config.postgres,
    onWait: onLine,
  });
  try {
    await prepare(server, shown);
  } catch (error) {
    await server.stop();
    throw error;
  }
  writeRunFile(workspaceRoot, {
    project: project.project,
    pid: process.pid,
    url: server.url,
    nonce: server.nonce,
    secrets: {},
  });
  onLine(`specline: ${project.project} is ready at 127.0.0.1:${server.port}`);
  return {
    url: server.url,
    port: server.port,
    ended: server.ended,
    async stop() {
      removeRunFile(workspaceRoot, project.project);
      await server.stop();
    },
  };

  async function prepare(database: EmbeddedDatabase, target: string): Promise<void> {
    const client = await provedClient(database.url, database.nonce);
    try {
      if (folder.migrations.length === 0) {
        onLine(
          `no migrations in ${folder.shownPath}: the database has no tables until \`nx run ${project.project}:diff --name=init\` has planned them`,
        );
      }
      await runMigrations({
        client,
        target,
        folder,
        options: { ...defaultRunOptions, lockTimeoutMs: config.timeouts.lockMs, onLine },
      });
      const { rows = 100, seed = 1 } = options;
      if (rows > 0) await seedDatabase({ client, rows, seed, isOnlyEmpty: true, onLine });
    } finally {
      await client.end();
    }
  }
}

/** Runs until `stop`, or until the server ends by itself, which is a failure. */
export async function runUntilStopped(
  database: StartedDatabase,
  stop: StopRequest,
): Promise<{ readonly isFailure: boolean; readonly reason: string }> {
  const how = await Promise.race([stop.stopped, database.ended]);
  // Nx signals whole process trees: the server may be gone a moment before our own signal is seen.
  if (!stop.isStopped()) await Promise.race([stop.stopped, delay(500, undefined, { ref: false })]);
  await database.stop();
  return stop.isStopped()
    ? { isFailure: false, reason: "as it was told to" }
    : { isFailure: true, reason: `the server ended by itself: ${how}` };
}
