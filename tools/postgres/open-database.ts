import type { Client } from "pg";
import { problem } from "../report/problem";
import { Refused } from "../report/refused";
import { readRunFile } from "../workspace/run-file";
import { connect } from "./connection/connect";
import { describeUrl } from "./connection/database-url";
import { provedClient } from "./connection/proved-client";
import type { Connection } from "./connection/resolve-connection";
import { startEmbedded } from "./embedded";

export interface OpenRequest {
  readonly connection: Connection;
  readonly workspaceRoot: string;
  readonly project: string;
  /** Version of the embedded server. */
  readonly major: number;
  readonly onLine: (line: string) => void;
}

export interface OpenDatabase {
  readonly client: Client;
  /** For people, without password. */
  readonly shown: string;
  /** Major version of the server. */
  readonly major: number;
  /** With the password: never to be printed. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Opens the database that a command works on and says which one it is, as the first line of output. The embedded server is shared
 * with a running `start`; otherwise it runs for the time of the command. Throws `Refused`.
 */
export async function openDatabase(request: OpenRequest): Promise<OpenDatabase> {
  const { connection } = request;
  if (connection.kind === "url") {
    request.onLine(`target: ${connection.shown} (from ${connection.source})`);
    return opened(await connect(connection.url), connection.url, connection.shown, async () => {});
  }
  const shown = `the embedded database of ${request.project}`;
  request.onLine(`target: ${shown} (PostgreSQL ${request.major})`);
  const running = readRunFile(request.workspaceRoot, request.project);
  if (running !== undefined) {
    const client = await provedClient(running.url, running.nonce);
    return opened(client, running.url, shown, async () => {});
  }
  const server = await startEmbedded({
    ...request,
    onWait: (line) => request.onLine(line),
  });
  const client = await provedClient(server.url, server.nonce);
  return opened(client, server.url, shown, () => server.stop());
}

async function opened(client: Client, url: string, shown: string, stop: () => Promise<void>): Promise<OpenDatabase> {
  const { rows } = await client.query<{ number: number }>(
    "SELECT current_setting('server_version_num')::int AS number",
  );
  const major = Math.floor((rows[0]?.number ?? 0) / 10_000);
  const close = async () => {
    await client.end().catch(() => {});
    await stop();
  };
  if (major < 15) {
    await close();
    throw new Refused([problem("database/version-too-old", { target: describeUrl(url), version: String(major) })]);
  }
  return { client, url, shown, major, close };
}
