import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { unquoted } from "../sql/unquoted";
import type { Aside } from "./aside";
import { asidePublications } from "./aside-publications";
import { quoted } from "./table-name";
import { tablesBelow } from "./tables-below";
import { createStatistics } from "./with-unplanned-kinds";

/**
 * PostgreSQL does not change the type of a column that a trigger, a policy or a rule of its table names, or the filter of a publication (ALTER TABLE,
 * "ALTER COLUMN TYPE"), nor of a child of it: such ones are removed before it and made again after it, in the same transaction. `undefined`: there is
 * none, or none that stays as it is.
 *
 * @param table SQL name with schema of the table whose column was refused
 */
export function asideForTypeChange(
  actions: readonly EngineAction[],
  table: string,
  from: CatalogSnapshot,
  to: CatalogSnapshot,
  what: SetAside,
): readonly EngineAction[] | undefined {
  const changes = actions.flatMap(({ sql }, index) => (changesTypeOf(sql, table) ? [index] : []));
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const tables = tablesBelow(table, from);
  // The engine sees some of them itself.
  const planned = new Set(actions.map(({ sql }) => unquoted(sql)));
  const found =
    what === "statistics"
      ? asideStatistics(tables, from, to)
      : [...tables.flatMap((one) => asideOfTable(one, from, to)), ...asidePublications(tables, from, to)];
  const aside = found.filter(({ removal }) => !planned.has(unquoted(removal)));
  if (aside.length === 0) return undefined;
  return [
    ...actions.slice(0, first),
    ...aside.map(({ removal }) => ({ sql: removal })),
    ...actions.slice(first, last + 1),
    ...aside.flatMap(({ addition }) => addition.map((sql) => ({ sql }))),
    ...actions.slice(last + 1),
  ];
}

/** What stands against the new type: what the column is named in, or expressions of statistics. */
export type SetAside = "dependants" | "statistics";

function asideStatistics(tables: readonly string[], from: CatalogSnapshot, to: CatalogSnapshot): readonly Aside[] {
  const after = new Map(to.objects.map((one) => [`${one.kind} ${one.name}`, one]));
  return from.objects
    .filter((one) => {
      const same = after.get(`${one.kind} ${one.name}`);
      const isOfTable = tables.some((table) => String(one.facts.definition).endsWith(` FROM ${table}`));
      return one.kind === "statistics" && isOfTable && JSON.stringify(same?.facts) === JSON.stringify(one.facts);
    })
    .map((one) => ({ removal: `DROP STATISTICS ${one.name}`, addition: createStatistics(one) }));
}

function asideOfTable(table: string, from: CatalogSnapshot, to: CatalogSnapshot): readonly Aside[] {
  const after = new Map(to.objects.map((one) => [`${one.kind} ${one.name}`, one]));
  return from.objects
    .filter((one) => {
      const same = after.get(`${one.kind} ${one.name}`);
      const isOfTable = kinds[one.kind] !== undefined && one.name.startsWith(`${table}.`) && !("parent" in one.facts);
      return isOfTable && JSON.stringify(same?.facts) === JSON.stringify(one.facts);
    })
    .map((one) => ({ removal: drop(one, table), addition: [definition(one, table)] }));
}

const kinds: Readonly<Record<string, string>> = { trigger: "TRIGGER", policy: "POLICY", rule: "RULE" };

function drop(object: CatalogObject, table: string): string {
  return `DROP ${kinds[object.kind]} ${partName(object, table)} ON ${table}`;
}

function changesTypeOf(sql: string, table: string): boolean {
  return unquoted(sql).startsWith(`ALTER TABLE ${unquoted(table)} ALTER COLUMN `) && / TYPE /.test(sql);
}

function partName({ name }: CatalogObject, table: string): string {
  return name.slice(table.length + 1);
}

function definition(object: CatalogObject, table: string): string {
  const { kind, facts } = object;
  if (kind !== "policy") return String(facts.definition).replace(/;\s*$/, "");
  const commands: Readonly<Record<string, string>> = { r: "SELECT", a: "INSERT", w: "UPDATE", d: "DELETE" };
  const role = (name: string) => (name === "PUBLIC" ? name : name === "$owner" ? "CURRENT_USER" : quoted(name));
  const roles = Array.isArray(facts.roles) ? facts.roles.map((one) => role(String(one))) : ["PUBLIC"];
  return [
    `CREATE POLICY ${partName(object, table)} ON ${table} AS ${facts["is permissive"] === true ? "PERMISSIVE" : "RESTRICTIVE"}`,
    `FOR ${commands[String(facts.command)] ?? "ALL"} TO ${roles.join(", ")}`,
    ...(facts.using === undefined ? [] : [`USING (${facts.using})`]),
    ...(facts["with check"] === undefined ? [] : [`WITH CHECK (${facts["with check"]})`]),
  ].join(" ");
}
