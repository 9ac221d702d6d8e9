import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";

/** `attstorage` (PostgreSQL manual, pg_type.typstorage). */
const storages: Readonly<Record<string, string>> = { p: "PLAIN", e: "EXTERNAL", m: "MAIN", x: "EXTENDED" };

/** How a column that was there is stored, which engines do not plan. Only rows that follow are stored so. */
export function withColumnSettings(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly EngineAction[] {
  const before = new Map(from.objects.filter((one) => one.kind === "column").map((one) => [one.name, one.facts]));
  const tables = new Set(to.objects.filter((one) => one.kind === "table").map((one) => one.name));
  const settings = to.objects.flatMap(({ kind, name, facts }): readonly EngineAction[] => {
    const old = before.get(name);
    const storage = storages[String(facts.storage)];
    if (kind !== "column" || old === undefined || storage === undefined) return [];
    if (old.storage === facts.storage || old.type !== facts.type) return [];
    const column = /(?:"(?:[^"]|"")*"|[^".]+)$/.exec(name)?.[0] ?? "";
    const table = name.slice(0, -column.length - 1);
    if (!tables.has(table)) return [];
    return [{ sql: `ALTER TABLE ${table} ALTER COLUMN ${column} SET STORAGE ${storage}`, isDestructive: false }];
  });
  return [...actions, ...settings];
}
