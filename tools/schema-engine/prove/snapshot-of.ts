import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { shadowRole } from "../engine/shadow-role";

/** @param liveRoles of a database that this one is compared with: they stand for the shadow's own role */
export async function snapshotOf(
  shadow: Shadow,
  database: ShadowDatabase,
  liveRoles?: readonly string[],
): Promise<CatalogSnapshot> {
  const client = await shadow.connect(database);
  try {
    return await readCatalogSnapshot(client, undefined, liveRoles && [...liveRoles, shadowRole]);
  } finally {
    await client.end();
  }
}
