import type { Client } from "pg";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { isRightMissing } from "../sql/missing-right";

/** Work on the history of migrations. Throws `Refused` for a role that has no right to it. */
export async function permitted<Result>(client: Client, target: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isRightMissing(error)) throw error;
    const role = client.user === undefined ? "<role>" : client.escapeIdentifier(client.user);
    throw new Refused([problem("migration/history-not-permitted", { target, reason: error.message, role })]);
  }
}
