import type { ShadowDatabase } from "../../../tools/postgres/shadow";
import { run } from "../../../tools/process/run";
import { readDump, type SchemaDump } from "./read-dump";

/** What `pg_dump` says of the schema of a database. Throws when it does not end well: a judge that says nothing is none. */
export async function dumpSchema(program: string, { url }: ShadowDatabase): Promise<SchemaDump> {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = "";
  const outcome = await run({
    program,
    arguments: ["--schema-only", "--dbname", address.href],
    environment: { PATH: process.env.PATH ?? "", PGPASSWORD: password, LC_ALL: "C" },
    secrets: [password],
  });
  if (outcome.exitCode !== 0) throw new Error(`${outcome.summary}\n${outcome.stderr}`);
  if (!outcome.stdout.includes("PostgreSQL database dump complete")) throw new Error("the dump has no end");
  return readDump(outcome.stdout);
}
