import type { Database, Table } from "../model/database";
import { isSameThing, wordsOf } from "./names";

/** The table that a hint names: `orders` or `sales.orders`. */
export function tableByName(database: Database, name: string): Table | undefined {
  const qualified = database.tables.find((one) => `${one.schema}.${one.name}` === name);
  // Quoted names may have dots of their own.
  const named = database.tables.filter((one) => one.name === name);
  return qualified ?? named.find((one) => one.schema === "public") ?? (named.length === 1 ? named[0] : undefined);
}

/**
 * The tables that a path segment may mean, best first: its own name behind that of the parent (`items` of `orders` →
 * `order_items`), then its own name. Tables of `public` come before those of other schemas.
 */
export function tablesBySegment(database: Database, segment: string, parent: Table | undefined): readonly Table[] {
  const words = wordsOf(segment);
  const named = (wanted: readonly string[]) => {
    const found = database.tables.filter((one) => isSameThing(wordsOf(one.name), wanted));
    const inPublic = found.filter((one) => one.schema === "public");
    return inPublic.length > 0 ? inPublic : found;
  };
  const behindParent = parent === undefined ? [] : named([...wordsOf(parent.name), ...words]);
  return [...behindParent, ...named(words)];
}
