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
  ownRoles?: readonly string[],
): Promise<Trial> {
  const client = await shadow.connect(database);
  try {
    const watch = watched === undefined || segments.length < 2 ? undefined : watchWindows(watched);
    const failure = await applySegments(
      client,
      segments,
      watch && ((done, count) => watch.afterPart(client, done, count)),
    );
    const found = failure === undefined ? await readCatalogSnapshot(client, undefined, ownRoles) : undefined;
    const differences =
      found === undefined
        ? []
        : [...compareSnapshots(found, wanted, mustKeepOrder), ...emptied(watched?.before, found, wanted)];
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

/** Materialized views that had rows, are to have them, and have none: who reads one is refused until it is refreshed. */
function emptied(
  before: CatalogSnapshot | undefined,
  found: CatalogSnapshot,
  { unpopulated = [] }: CatalogSnapshot,
): readonly CatalogDifference[] {
  const kind = "materialized view";
  const filled = new Set(before?.objects.flatMap((one) => (one.kind === kind ? [one.name] : [])));
  for (const name of before?.unpopulated ?? []) filled.delete(name);
  return (found.unpopulated ?? [])
    .filter((name) => filled.has(name) && !unpopulated.includes(name))
    .map((name) => ({
      kind,
      name,
      change: "different",
      facts: [{ name: "is filled", actual: false, wanted: true }],
      text: `${kind} ${name}: is filled is false, wanted true`,
      isNote: false,
    }));
}
