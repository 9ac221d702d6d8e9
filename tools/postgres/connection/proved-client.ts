import type { Client } from "pg";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { connect } from "./connect";
import { describeUrl } from "./database-url";

/** A session on a server that this run started, proved by its nonce: DDL may follow (invariant 8). */
export async function provedClient(url: string, nonce: string): Promise<Client> {
  const client = await connect(url);
  const { rows } = await client.query<{ nonce: string | null }>(
    "SELECT current_setting('specline.nonce', true) AS nonce",
  );
  if (rows[0]?.nonce === nonce) return client;
  await client.end();
  throw new Refused([problem("database/not-ours", { target: describeUrl(url) })]);
}
