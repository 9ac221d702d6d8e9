import type { Database, Table } from "../model/database";
import { isSameThing, wordsOf } from "./names";

/** The table that a hint names: `orders` or `sales.orders`. */
export function tableByName(database: Database, name: string): Table | undefined {
  const [schema, table] = name.includes(".")
    ? [name.slice(0, name.indexOf(".")), name.slice(name.indexOf(".") + 1)]
    : [];
  const exact = database.tables.filter((one) =>
    table === undefined ? one.name === name : one.name === table && one.schema === schema,
  );
  return exact.find((one) => one.schema === "public") ?? (exact.length === 1 ? exact[0] : undefined);
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
