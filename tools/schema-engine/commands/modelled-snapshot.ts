import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { DatabaseConfig } from "../../workspace/project-config";
import { snapshotOf } from "../prove/snapshot-of";

/** The snapshot of a shadow database; throws `Refused` when it holds kinds that the snapshot does not know. */
export async function modelledSnapshot(
  shadow: Shadow,
  database: ShadowDatabase,
  where: string,
  config: DatabaseConfig,
): Promise<CatalogSnapshot> {
  const snapshot = await snapshotOf(shadow, database);
  refuseUnmodelled(snapshot, where, config);
  return snapshot;
}

/** Kinds that nobody has said to ignore are an error, not silence. Throws `Refused`. */
export function refuseUnmodelled(snapshot: CatalogSnapshot, where: string, config: DatabaseConfig): void {
  const ignored = new Set(config.ignore.map((one) => one.kind));
  const left = snapshot.unmodelled.filter((one) => !ignored.has(kindOfUnmodelled(one)));
  if (left.length > 0) {
    throw new Refused([problem("database/unmodelled-objects", { where, objects: left.join(", ") })]);
  }
}

/** A line for each kind that is there and was left out, with the reason: nothing is left out in silence. */
export function notCompared(snapshots: readonly CatalogSnapshot[], config: DatabaseConfig): readonly string[] {
  const found = [...new Set(snapshots.flatMap((one) => one.unmodelled))];
  return found.map((entry) => {
    const reason = config.ignore.find((one) => one.kind === kindOfUnmodelled(entry))?.reason ?? "";
    return `${entry}: not compared (${reason})`;
  });
}

/** `pg_x (3)` → `pg_x`, as `ignore` names it. */
export function kindOfUnmodelled(entry: string): string {
  return entry.replace(/ \(\d+\)$/, "");
}
