import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";

export async function snapshotOf(shadow: Shadow, database: ShadowDatabase): Promise<CatalogSnapshot> {
  const client = await shadow.connect(database);
  try {
    return await readCatalogSnapshot(client);
  } finally {
    await client.end();
  }
}
