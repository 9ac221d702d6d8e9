import { Client } from "pg";

const readMs = 1_000;

/** Reads a table for a second, as a report does; it has begun when the promise of it comes back. */
export async function holdReader(url: string, table: string): Promise<{ readonly ended: Promise<void> }> {
  const client = new Client({ connectionString: url, application_name: "client" });
  await client.connect();
  await client.query("BEGIN");
  await client.query(`SELECT FROM ${table} LIMIT 1`);
  const ended = client
    .query(`SELECT pg_sleep(${readMs / 1000})`)
    .then(() => client.query("COMMIT"))
    .then(() => client.end());
  return { ended };
}
