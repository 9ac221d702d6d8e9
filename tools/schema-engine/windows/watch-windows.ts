import type { Client } from "pg";
import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Segment } from "../plan/segment";
import { type Missing, missingBetween } from "./missing-between";
import type { OpenWindow } from "./open-window";

/** What a walk from one schema to another is watched for. */
export interface WatchedWay {
  readonly before: CatalogSnapshot;
  readonly after: CatalogSnapshot;
  readonly direction: OpenWindow["direction"];
}

export interface WindowWatch {
  /** After a transaction has run, before the next one. */
  afterPart(client: Client, done: Segment, count: number): Promise<void>;
  /** When all of them have. */
  windows(count: number): readonly OpenWindow[];
}

/** Looks at the catalog between the transactions of a plan. Those that can take nothing away are passed by while nothing is missing. */
export function watchWindows({ before, after, direction }: WatchedWay): WindowWatch {
  const open = new Map<string, { readonly missing: Missing; readonly goneAfter: number }>();
  const found: OpenWindow[] = [];
  return {
    async afterPart(client, done, count) {
      const kinds = open.size > 0 ? undefined : kindsTaken(done);
      if (kinds?.length === 0) return;
      const now = await readCatalogSnapshot(client, kinds);
      const missing = new Map(missingBetween(before, after, now, kinds).map((one) => [one.what, one]));
      for (const [what, one] of [...open]) {
        if (missing.has(what)) continue;
        found.push({ ...one.missing, direction, goneAfter: one.goneAfter, backAfter: count });
        open.delete(what);
      }
      for (const [what, one] of missing) if (!open.has(what)) open.set(what, { missing: one, goneAfter: count });
    },
    windows: (count) => [
      ...found,
      ...[...open.values()].map(({ missing, goneAfter }) => ({ ...missing, direction, goneAfter, backAfter: count })),
    ],
  };
}

/** `undefined`: any. */
function kindsTaken({ statements }: Segment): readonly string[] | undefined {
  const kinds = statements.map((one) => takes.find(([pattern]) => pattern.test(one.trim()))?.[1]);
  return kinds.includes(undefined) ? undefined : [...new Set(kinds.flatMap((one) => one ?? []))];
}

const takes: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^SET LOCAL /i, []],
  [/^CREATE (UNIQUE )?INDEX /i, []],
  [/^ALTER INDEX .* ATTACH PARTITION /i, []],
  [/^ALTER TABLE \S+ VALIDATE CONSTRAINT ("([^"]|"")*"|\w+)$/i, []],
  [/^DROP INDEX /i, ["index", "constraint"]],
];
