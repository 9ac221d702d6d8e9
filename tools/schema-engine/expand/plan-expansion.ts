import type { Client } from "pg";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import type { ColumnChange } from "./column-change";
import { type Expansion, expansion } from "./expansion";
import { groupChanges } from "./group-changes";
import { readNewDefinitions } from "./new-definitions";
import { readColumnParts } from "./read-column-parts";
import { whyInPlace } from "./why-in-place";

export interface Left {
  readonly change: ColumnChange;
  readonly reason: string;
}

/** Those of the changes that can be made by a new column, by groups that are swapped together, and why the others cannot. */
export async function chooseChanges(
  shadow: Shadow,
  base: ShadowDatabase,
  changes: readonly ColumnChange[],
): Promise<{ readonly groups: readonly (readonly ColumnChange[])[]; readonly left: readonly Left[] }> {
  return onCopy(shadow, base, async (client) => {
    const left: Left[] = [];
    const chosen: ColumnChange[] = [];
    for (const change of changes) {
      const reason = await whyInPlace(client, change, shadow.major);
      if (reason === undefined) chosen.push(change);
      else if (reason !== "") left.push({ change, reason });
    }
    return { groups: await groupChanges(client, chosen, shadow.major), left };
  });
}

/** Throws PostgreSQL's error where the change cannot be made. */
export async function planExpansion(
  shadow: Shadow,
  base: ShadowDatabase,
  changes: readonly ColumnChange[],
  defaults: ReadonlyMap<ColumnChange, string>,
): Promise<Expansion> {
  return onCopy(shadow, base, async (client) => {
    const parts = await readColumnParts(client, changes, shadow.major);
    return expansion(changes, parts, await readNewDefinitions(client, changes, parts), defaults);
  });
}

async function onCopy<T>(shadow: Shadow, base: ShadowDatabase, work: (client: Client) => Promise<T>): Promise<T> {
  const copy = await shadow.createDatabase(base);
  const client = await shadow.connect(copy);
  try {
    // Names with their schema. In UTC, PostgreSQL takes a timestamp for one with a zone as it stands, in other zones it does not.
    await client.query("SET search_path = ''; SET timezone = 'Asia/Kathmandu'");
    return await work(client);
  } finally {
    await client.end();
    await shadow.dropDatabase(copy);
  }
}
