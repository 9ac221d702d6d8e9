import type { Client } from "pg";
import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Segment } from "../plan/segment";
import { holdersBetween } from "./held-by-another";
import { kindsTaken } from "./kinds-taken";
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

/** Looks at the catalog between the transactions of a plan, and there only at what they can have taken away or given back. */
export function watchWindows({ before, after, direction }: WatchedWay): WindowWatch {
  const open = new Map<string, { readonly missing: Missing; readonly goneAfter: number }>();
  const found: OpenWindow[] = [];
  const mayHold = holdersBetween(before, after);
  const hasIdentities = [before, after].some(({ objects }) => objects.some((one) => one.facts["is replica identity"]));
  return {
    async afterPart(client, done, count) {
      const taken = withKindsOf([...open.values()], await kindsTaken(done, mayHold));
      // The mark of an index says what it is to its table, and that of the table that it has one.
      const kinds = hasIdentities && taken?.includes("index") ? [...taken, "table"] : taken;
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

/** What is missing is looked for again. What comes back may lack parts of its own, other than an index or a constraint: then all kinds are read. */
function withKindsOf(
  open: readonly { readonly missing: Missing }[],
  taken: readonly string[] | undefined,
): readonly string[] | undefined {
  const hasParts = ({ missing }: (typeof open)[number]) => !simple.includes(missing.kind);
  if (taken === undefined || open.some(hasParts)) return undefined;
  return open.length === 0 ? taken : [...new Set([...simple, ...taken])];
}

const simple = ["index", "constraint"];
