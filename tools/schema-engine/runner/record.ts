import { asOwnRole } from "./as-own-role";
import { sha256 } from "./check-history";
import type { ScriptRun } from "./run-request";

/** The row that says that a version is there, or its removal; always in the transaction of the last change. */
export function recordVersion(request: ScriptRun): Promise<void> {
  return asOwnRole(request, () => writeVersion(request));
}

async function writeVersion({ client, migration, direction, run }: ScriptRun): Promise<void> {
  const { version, name, up, down, header } = migration;
  if (direction === "up") {
    await client.query(
      "INSERT INTO specline.migrations (version, name, plan, up_sha256, down_sha256, run) VALUES ($1, $2, $3, $4, $5, $6)",
      [version, name, header.plan ?? version, sha256(up), down === undefined ? null : sha256(down), run],
    );
  } else {
    await client.query("DELETE FROM specline.migrations WHERE version = $1", [version]);
    await client.query("DELETE FROM specline.statements WHERE version = $1", [version]);
  }
}

export async function recordStatement(
  request: ScriptRun,
  ordinal: number,
  text: string,
  state: "running" | "done",
): Promise<void> {
  const { client, migration, direction, run } = request;
  const write = () =>
    client.query(
      `INSERT INTO specline.statements (version, direction, ordinal, sha256, state, run, pid, backend_start, finished_at)
     SELECT $1, $2, $3, $4, $5, $6, pg_backend_pid(), a.backend_start::text, CASE WHEN $5 = 'done' THEN clock_timestamp() END
     FROM pg_stat_get_activity(pg_backend_pid()) a
     ON CONFLICT (version, direction, ordinal) DO UPDATE
     SET state = excluded.state, run = excluded.run, pid = excluded.pid, backend_start = excluded.backend_start, finished_at = excluded.finished_at`,
      [migration.version, direction, ordinal, sha256(text), state, run],
    );
  await asOwnRole(request, write);
}

/** Of a statement that PostgreSQL refused: the next run meets it as if it had never been tried. */
export async function forgetStatement(request: ScriptRun, ordinal: number): Promise<void> {
  const { client, migration, direction } = request;
  const sql = "DELETE FROM specline.statements WHERE version = $1 AND direction = $2 AND ordinal = $3";
  await asOwnRole(request, () => client.query(sql, [migration.version, direction, ordinal]));
}
