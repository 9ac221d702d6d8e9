import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { splitName } from "../sql/split-name";
import { baseType, columnTypes, ownTypes } from "./column-types";
import type { Hazard } from "./hazard";

const zoned = "timestamp with time zone";
const unzoned = "timestamp without time zone";

/**
 * Columns that become `timestamptz`, or no longer are: PostgreSQL writes nothing anew where the time zone of the session is UTC, as on a
 * shadow, and all rows anywhere else (ALTER TABLE in the release notes of PostgreSQL 12).
 *
 * @param found hazards of the same statements that were measured: what is rewritten anyway is not told again
 */
export function zoneRewrites(
  before: CatalogSnapshot,
  after: CatalogSnapshot,
  found: readonly Hazard[],
): readonly Hazard[] {
  const types = columnTypes(before);
  const own = ownTypes([before, after]);
  const nameOf = (type: string) => {
    const { name, array } = baseType(type, own);
    return array === "" ? name : "";
  };
  return [...columnTypes(after)].flatMap(([column, to]): readonly Hazard[] => {
    const pair = [nameOf(types.get(column) ?? ""), nameOf(to)].sort().join();
    const table = splitName(column).owner;
    const isRewritten = found.some(({ kind, object }) => kind === "TABLE_REWRITE" && object === table);
    if (pair !== [zoned, unzoned].sort().join() || isRewritten) return [];
    return [
      {
        kind: "TABLE_REWRITE",
        text: `writes all rows anew of ${table} where the session's TimeZone is not UTC: ${column} becomes ${to}`,
        object: table,
        lock: "ACCESS EXCLUSIVE",
        blocks: "reads and writes",
        remedy:
          "Where its values are times of UTC, SET LOCAL timezone = 'UTC' before it leaves the rows as they are; else plan it with `diff --expand-contract`.",
      },
    ];
  });
}
