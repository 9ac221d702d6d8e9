import type { Client } from "pg";

/** A version that the database has. */
export interface AppliedMigration {
  readonly version: string;
  readonly name: string;
  readonly plan: string;
  readonly upSha256: string;
  readonly downSha256: string | null;
  /** A rollback of its plan has begun: other parts of the plan may be gone already. */
  readonly isReverting: boolean;
  readonly appliedAt: Date;
}

/** A statement of a version whose other statements may not have run yet: only migrations that are not one transaction leave such rows. */
export interface StatementRecord {
  readonly version: string;
  readonly direction: "up" | "down";
  readonly ordinal: number;
  readonly sha256: string;
  readonly state: "running" | "done";
  readonly pid: number;
  readonly backendStart: string;
}

export interface History {
  readonly applied: readonly AppliedMigration[];
  readonly statements: readonly StatementRecord[];
}

/** Our own schema; the snapshot and the plans leave it out. */
export async function ensureHistory(client: Client): Promise<void> {
  if (await hasHistory(client)) return;
  await client.query(`
    BEGIN;
    CREATE SCHEMA IF NOT EXISTS specline;
    CREATE TABLE IF NOT EXISTS specline.migrations (
      version text PRIMARY KEY,
      name text NOT NULL,
      plan text NOT NULL,
      up_sha256 text NOT NULL,
      down_sha256 text,
      is_reverting boolean NOT NULL DEFAULT false,
      run text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE IF NOT EXISTS specline.statements (
      version text NOT NULL,
      direction text NOT NULL CHECK (direction IN ('up', 'down')),
      ordinal integer NOT NULL,
      sha256 text NOT NULL,
      state text NOT NULL CHECK (state IN ('running', 'done')),
      run text NOT NULL,
      pid integer NOT NULL DEFAULT pg_backend_pid(),
      backend_start text NOT NULL,
      started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      finished_at timestamptz,
      PRIMARY KEY (version, direction, ordinal)
    );
    COMMENT ON SCHEMA specline IS 'History of migrations, kept by Specline.';
    COMMIT;`);
}

/** Whether migrations were ever applied here, also when all were rolled back since. */
export async function hasHistory(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "SELECT to_regclass('specline.statements') IS NOT NULL AS found",
  );
  return rows[0]?.found === true;
}

/** Reads only; a database without history has applied nothing. */
export async function readHistory(client: Client): Promise<History> {
  if (!(await hasHistory(client))) return { applied: [], statements: [] };
  const applied = await client.query<AppliedMigration>(
    `SELECT version, name, plan, up_sha256 AS "upSha256", down_sha256 AS "downSha256",
       is_reverting AS "isReverting", applied_at AS "appliedAt"
     FROM specline.migrations ORDER BY version::numeric`,
  );
  const statements = await client.query<StatementRecord>(
    `SELECT version, direction, ordinal, sha256, state, pid, backend_start AS "backendStart"
     FROM specline.statements ORDER BY version::numeric, direction, ordinal`,
  );
  return { applied: applied.rows, statements: statements.rows };
}
