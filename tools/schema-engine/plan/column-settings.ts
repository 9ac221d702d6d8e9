import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { splitName } from "../sql/split-name";

/** `attstorage` (PostgreSQL manual, pg_type.typstorage). */
export const storages: Readonly<Record<string, string>> = { p: "PLAIN", e: "EXTERNAL", m: "MAIN", x: "EXTENDED" };

/** How columns are stored and how much is known of their values, which engines do not plan. Only rows that follow are stored so. */
export function withColumnSettings(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly EngineAction[] {
  const key = ({ kind, name }: CatalogObject) => `${kind} ${name}`;
  const before = new Map(from.objects.map((one) => [key(one), one]));
  const after = new Map(to.objects.map((one) => [key(one), one]));
  const tables = new Set(to.objects.filter((one) => one.kind === "table").map((one) => one.name));
  const settings = [
    ...to.objects
      .filter((one) => one.kind === "column" && tables.has(splitName(one.name).owner))
      .flatMap((one) => columnSettings(one, before.get(key(one)))),
    ...to.objects.filter((one) => one.kind === indexColumn).flatMap((one) => indexSetting(one, before.get(key(one)))),
    ...from.objects
      .filter((one) => one.kind === indexColumn && !after.has(key(one)) && hasIndex(to, splitName(one.name).owner))
      .map((one) => setIndexStatistics(one.name, -1)),
  ];
  return [...actions, ...settings.map((sql): EngineAction => ({ sql }))];
}

const indexColumn = "index column statistics";

function columnSettings({ name, facts }: CatalogObject, old: CatalogObject | undefined): readonly string[] {
  const { owner, part } = splitName(name);
  // Children and partitions have settings of their own.
  const alter = `ALTER TABLE ONLY ${owner} ALTER COLUMN ${part} SET`;
  const storage = storages[String(facts.storage)];
  const isStoredAnew =
    old !== undefined && storage !== undefined && old.facts.storage !== facts.storage && old.facts.type === facts.type;
  const [target, oldTarget] = [facts["statistics target"], old?.facts["statistics target"]];
  return [
    ...(isStoredAnew ? [`${alter} STORAGE ${storage}`] : []),
    ...(target === oldTarget ? [] : [`${alter} STATISTICS ${target ?? -1}`]),
  ];
}

function indexSetting({ name, facts }: CatalogObject, old: CatalogObject | undefined): readonly string[] {
  return facts.target === old?.facts.target ? [] : [setIndexStatistics(name, Number(facts.target))];
}

function setIndexStatistics(name: string, target: number): string {
  const { owner, part } = splitName(name);
  return `ALTER INDEX ${owner} ALTER COLUMN ${part} SET STATISTICS ${target}`;
}

function hasIndex(snapshot: CatalogSnapshot, index: string): boolean {
  return snapshot.objects.some((one) => one.kind === "index" && one.name === index);
}
