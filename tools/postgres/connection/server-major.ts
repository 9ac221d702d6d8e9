import type { Client } from "pg";

const majors = new WeakMap<Client, number>();

/** Asked for once, since no session can be asked when one of its statements has failed. */
export async function readServerMajor(client: Client): Promise<void> {
  const { rows } = await client.query<{ number: number }>(
    "SELECT current_setting('server_version_num')::int AS number",
  );
  majors.set(client, Math.floor((rows[0]?.number ?? 0) / 10_000));
}

/** Major version of the server of a session that `connect` has opened. */
export function serverMajor(client: Client): number | undefined {
  return majors.get(client);
}
