import type { Table } from "../../model/database";
import { camelCase } from "../names/words";

/**
 * Column → property, such as `postal_code` → `postalCode`. A column whose name has other characters, or would be
 * the same as another's without its underscores, keeps its own name: both are found again by linking.
 */
export function propertyNames(table: Table): ReadonlyMap<string, string> {
  const plain = (name: string) => name.toLowerCase().replaceAll("_", "");
  return new Map(
    table.columns.map(({ name }) => {
      const isPlain = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name);
      const isAlone = table.columns.every((other) => other.name === name || plain(other.name) !== plain(name));
      return [name, isPlain && isAlone ? camelCase(name, name) : name];
    }),
  );
}
