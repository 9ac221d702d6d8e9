import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import {
  type CatalogDifference,
  compareSnapshots,
  realDifferences,
} from "../../postgres/catalog-snapshot/compare-snapshots";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import type { Segment } from "../plan/segment";
import type { OpenWindow } from "../windows/open-window";
import { type WatchedWay, watchWindows } from "../windows/watch-windows";
import { applySegments } from "./apply-segments";
import type { Unproved } from "./proved-plan";

export interface Trial {
  readonly isEqual: boolean;
  readonly problem: Pick<Unproved, "differences" | "failure">;
  readonly notes: readonly CatalogDifference[];
  /** Of a way that was watched. */
  readonly windows: readonly OpenWindow[];
}

/** The same on a copy, which is gone afterwards. */
export async function tryOnCopy(
  shadow: Shadow,
  database: ShadowDatabase,
  ...rest: readonly [readonly Segment[], CatalogSnapshot, (table: string) => boolean, WatchedWay?]
): Promise<Trial> {
  const copy = await shadow.createDatabase(database);
  try {
    return await tryOn(shadow, copy, ...rest);
  } finally {
    await shadow.dropDatabase(copy);
  }
}

/** Applies segments to a database of the shadow and compares the outcome. Exported for migrations written by hand. */
export async function tryOn(
  shadow: Shadow,
  database: ShadowDatabase,
  segments: readonly Segment[],
  wanted: CatalogSnapshot,
  mustKeepOrder: (table: string) => boolean,
  watched?: WatchedWay,
): Promise<Trial> {
  const client = await shadow.connect(database);
  try {
    const watch = watched === undefined || segments.length < 2 ? undefined : watchWindows(watched);
    const failure = await applySegments(
      client,
      segments,
      watch && ((done, count) => watch.afterPart(client, done, count)),
    );
    const differences =
      failure === undefined ? compareSnapshots(await readCatalogSnapshot(client), wanted, mustKeepOrder) : [];
    const real = realDifferences(differences);
    return {
      isEqual: failure === undefined && real.length === 0,
      problem: { differences: real, ...(failure === undefined ? {} : { failure }) },
      notes: differences.filter((one) => one.isNote),
      windows: watch?.windows(segments.length) ?? [],
    };
  } finally {
    await client.end();
  }
}
