import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { unquoted } from "../sql/unquoted";
import { quoted } from "./table-name";

/**
 * PostgreSQL does not change the type of a column that a trigger, a policy or a rule of its table names (ALTER TABLE, "ALTER COLUMN TYPE"): such ones are
 * removed before it and made again after it, in the same transaction. `undefined`: there is none, or none that stays as it is.
 *
 * @param table SQL name with schema of the table whose column was refused
 */
export function asideForTypeChange(
  actions: readonly EngineAction[],
  table: string,
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly EngineAction[] | undefined {
  const changes = actions.flatMap(({ sql }, index) => (changesTypeOf(sql, table) ? [index] : []));
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  // The engine sees some of them itself.
  const planned = new Set(actions.map(({ sql }) => unquoted(sql)));
  const after = new Map(to.objects.map((one) => [`${one.kind} ${one.name}`, one]));
  const aside = from.objects.filter((one) => {
    const same = after.get(`${one.kind} ${one.name}`);
    const isOfTable = kinds[one.kind] !== undefined && one.name.startsWith(`${table}.`) && !("parent" in one.facts);
    return (
      isOfTable && JSON.stringify(same?.facts) === JSON.stringify(one.facts) && !planned.has(unquoted(drop(one, table)))
    );
  });
  const removed = aside.map((one) => action(drop(one, table)));
  if (aside.length === 0) return undefined;
  const made = aside.map((one) => action(definition(one, table)));
  return [
    ...actions.slice(0, first),
    ...removed,
    ...actions.slice(first, last + 1),
    ...made,
    ...actions.slice(last + 1),
  ];
}

const kinds: Readonly<Record<string, string>> = { trigger: "TRIGGER", policy: "POLICY", rule: "RULE" };

function action(sql: string): EngineAction {
  return { sql };
}

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
