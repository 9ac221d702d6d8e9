import type { Client } from "pg";
import { redact } from "../../process/redact";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { describeUrl } from "./database-url";
import { readServerMajor } from "./server-major";
import { sessionOptions } from "./session-settings";

export interface ConnectOptions {
  /** Shown by pg_stat_activity. */
  readonly applicationName?: string;
}

/** One dedicated session. Throws `Refused` when the server cannot be reached or refuses us; the password is in no message. */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Client> {
  const { Client: PgClient } = await import("pg");
  const client = new PgClient({
    connectionString: url,
    application_name: options.applicationName ?? "specline",
    options: sessionOptions,
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
  });
  // An error of an idle connection must not end the process: the next query reports it.
  client.on("error", () => {});
  try {
    await client.connect();
    await readServerMajor(client);
  } catch (error) {
    await client.end().catch(() => {});
    throw new Refused([problem("database/unreachable", { target: describeUrl(url), reason: reasonOf(error) })]);
  }
  return client;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return redact(
    error instanceof Error && error.message !== "" ? error.message : String((error as { code?: unknown }).code),
  );
}
