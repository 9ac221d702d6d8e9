import type { Client } from "pg";
import {
  type CatalogSnapshot,
  inReadOnlySnapshot,
  readCatalog,
} from "../../postgres/catalog-snapshot/catalog-snapshot";
import { ownRolesOf } from "../../postgres/catalog-snapshot/own-roles-of";
import { type LiveRead, readLive } from "../../postgres/read-live";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { type History, hasHistory, readHistory } from "../runner/history";
import { isRightMissing } from "../sql/missing-right";

export interface LiveState {
  readonly snapshot: CatalogSnapshot;
  /** `undefined`: no migration was ever applied here. */
  readonly history: History | undefined;
  /** Those that the snapshot calls `$owner`. */
  readonly ownRoles: readonly string[];
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
  const ownRoles = await ownRolesOf(client);
  const history = (await hasHistory(client)) ? await readHistory(client) : undefined;
  return { history, ownRoles, snapshot: await readCatalog(client, undefined, ownRoles) };
}
