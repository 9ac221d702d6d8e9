import type { Client } from "pg";
import {
  type CatalogSnapshot,
  inReadOnlySnapshot,
  readCatalog,
} from "../../postgres/catalog-snapshot/catalog-snapshot";
import { migratingRole } from "../../postgres/catalog-snapshot/sql-fragments";
import { type LiveRead, readLive } from "../../postgres/read-live";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { type History, hasHistory, readHistory } from "../runner/history";
import { isRightMissing } from "../sql/missing-right";

export interface LiveState {
  readonly snapshot: CatalogSnapshot;
  /** `undefined`: no migration was ever applied here. */
  readonly history: History | undefined;
}

/** History and catalog of one moment. Only reads. Throws `Refused` when a lock or a missing right stands against it. */
export async function readLiveState(live: LiveRead): Promise<LiveState> {
  const { client, shown } = live;
  try {
    return await readLive(live, () => inReadOnlySnapshot(client, () => readState(client)));
  } catch (error) {
    if (!isRightMissing(error)) throw error;
    const role = client.user === undefined ? "<role>" : client.escapeIdentifier(client.user);
    throw new Refused([problem("database/not-permitted", { target: shown, reason: error.message, role })]);
  }
}

async function readState(client: Client): Promise<LiveState> {
  // Whoever looks need not be whoever migrates: it is the owner of the history that a shadow's own role stands for.
  await client.query(
    `SELECT set_config('${migratingRole}', pg_get_userbyid(nspowner), true) FROM pg_namespace WHERE nspname = 'specline'`,
  );
  const history = (await hasHistory(client)) ? await readHistory(client) : undefined;
  return { history, snapshot: await readCatalog(client) };
}
