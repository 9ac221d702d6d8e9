import type { Client } from "pg";

/**
 * Bare names of tables that PostgreSQL did not read for a statement, since constraints prove what it asks: it says so at DEBUG1, in words
 * that it does not translate (tablecmds.c), also of tables without rows.
 */
export async function sparedBy(client: Client, run: () => Promise<void>): Promise<readonly string[]> {
  const messages: string[] = [];
  const listen = ({ message = "" }: { readonly message: string | undefined }) => messages.push(message);
  client.on("notice", listen);
  try {
    await client.query("SET client_min_messages = debug1");
    await run();
  } finally {
    client.off("notice", listen);
  }
  const named = (pattern: RegExp) => messages.flatMap((one) => pattern.exec(one)?.[1] ?? []);
  const read = named(/^(?:verifying|rewriting) table "(.+)"$/);
  const proved = [
    ...named(/^existing constraints on column "(.+)\.[^.]+" are sufficient to prove that it does not contain nulls$/),
    ...named(
      /^(?:updated )?partition constraint for (?:default partition|table) "(.+)" is implied by existing constraints$/,
    ),
  ];
  return proved.filter((one) => !read.includes(one));
}
