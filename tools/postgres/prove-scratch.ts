import type { Client } from "pg";
import { problem } from "../report/problem";
import { Refused } from "../report/refused";

interface ScratchClaim {
  readonly shown: string;
  readonly nonce: string;
  readonly major: number;
  readonly targets: readonly Client[];
}

interface Server {
  readonly version: number;
  readonly nonce: string | null;
  readonly user: string;
  readonly isSuperuser: boolean;
  readonly others: readonly string[];
  readonly tables: number;
  /** Workers that may fetch what subscriptions ask for. */
  readonly workers: number;
}

/** Only reads. Throws `Refused` unless the server says by its nonce that it may be written to, and looks like it. */
export async function proveScratch(client: Client, claim: ScratchClaim): Promise<void> {
  const { rows } = await client.query<Server>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('specline.nonce', true) AS nonce,
       current_user::text AS user, current_setting('is_superuser') = 'on' AS "isSuperuser",
       ARRAY(SELECT datname::text FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'
         AND NOT starts_with(datname, 'specline_shadow_') ORDER BY 1) AS others,
       (SELECT count(*)::int FROM pg_class WHERE oid >= 16384) AS tables,
       current_setting('max_logical_replication_workers')::int AS workers`,
  );
  const [server] = rows;
  const reason =
    server === undefined
      ? "it says nothing of itself"
      : (whyNot(server, claim) ??
        ((await isServerOf(client, claim.targets)) ? "it is the server of the target" : undefined));
  if (reason !== undefined) throw new Refused([problem("database/shadow-refused", { target: claim.shown, reason })]);
}

function whyNot(server: Server, { major, nonce }: ScratchClaim): string | undefined {
  if (nonce === "") return "SPECLINE_SHADOW_NONCE is not set";
  if (server.nonce !== nonce) return "its `specline.nonce` is not SPECLINE_SHADOW_NONCE";
  if (server.version !== major) return `it is PostgreSQL ${server.version}, and ${major} is needed`;
  // A subscription that is tried there is enabled, as in the schema: with workers it would fetch from its publisher by the real slot.
  if (server.workers > 0)
    return "its max_logical_replication_workers is not 0, so subscriptions would reach publishers";
  if (server.others.length > 0) return `it has other databases: ${server.others.join(", ")}`;
  if (server.tables > 0) return "its database postgres is not empty";
  if (server.user !== "postgres" || !server.isSuperuser) return `${server.user} is not its superuser postgres`;
  return undefined;
}

async function isServerOf(client: Client, targets: readonly Client[]): Promise<boolean> {
  const own = await identityOf(client);
  for (const target of targets) if ((await identityOf(target)) === own) return true;
  return false;
}

/** Of a running server, by whatever address it was reached: what initdb gave it, and when it was started. */
async function identityOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ identity: string }>(
    `SELECT concat(system_identifier, ' ', extract(epoch FROM pg_postmaster_start_time())) AS identity FROM pg_control_system()`,
  );
  return rows[0]?.identity ?? "";
}
