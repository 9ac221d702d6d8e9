import type { Node } from "libpg-query";
import type { Client } from "pg";
import { singleCommand } from "../plan/single-command";
import { bareName } from "../sql/split-name";

/**
 * Bare names of tables that PostgreSQL did not read for a statement, since constraints prove what it asks, or since their partitions have what it adds: it
 * says so, and what it reads, at DEBUG1, in words that it does not translate (tablecmds.c, index.c), also of tables without rows.
 */
export async function sparedBy(client: Client, node: Node, run: () => Promise<void>): Promise<readonly string[]> {
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
  const taken = takenOver(node, messages);
  return [...proved.filter((one) => !read.includes(one)), ...(taken === undefined ? [] : [taken])];
}

/** A key or a foreign key of a partitioned table for which no index is built and no row is looked up: its partitions have it already. */
function takenOver(node: Node, messages: readonly string[]): string | undefined {
  const { table, command } = singleCommand(node) ?? {};
  const def = command?.subtype === "AT_AddConstraint" ? command.def : undefined;
  if (table === undefined || def === undefined || !("Constraint" in def)) return undefined;
  const work = {
    CONSTR_PRIMARY: /^building index /,
    CONSTR_UNIQUE: /^building index /,
    CONSTR_FOREIGN: /^validating foreign key constraint /,
  };
  const pattern = Object.entries(work).find(([kind]) => kind === def.Constraint.contype)?.[1];
  return pattern === undefined || messages.some((one) => pattern.test(one)) ? undefined : bareName(table);
}
