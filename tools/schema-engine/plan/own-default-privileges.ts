import { escapeIdentifier } from "pg";
import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";

/**
 * Default privileges that a role gives to itself. Engines take them for what an owner has anyway; in a schema's row they are added to those of the
 * whole database, which may lack them (PostgreSQL manual, ALTER DEFAULT PRIVILEGES), and `pg_dump` writes them.
 */
export function withOwnDefaultPrivileges(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly EngineAction[] {
  const before = rowsOf(from);
  const after = rowsOf(to);
  const schemas = new Set(to.objects.filter(({ kind }) => kind === "schema").map(({ name }) => name));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changes = names.flatMap((name) => {
    const row = after.get(name) ?? before.get(name);
    const [old, wanted] = [ownPrivileges(before.get(name)), ownPrivileges(after.get(name))];
    const isSame = row === undefined || old.join() === wanted.join();
    // Those of a schema go with it.
    return isSame || !schemas.has(String(row.facts.schema)) ? [] : statements(row, wanted);
  });
  return [...actions, ...changes.map((sql) => ({ sql }))];
}

/** Rows of a schema: those of the whole database have what the owner has anyway, and engines see when it is taken away. */
function rowsOf({ objects }: CatalogSnapshot): ReadonlyMap<string, CatalogObject> {
  const rows = objects.filter(({ kind, facts }) => kind === "default privileges" && facts.schema !== undefined);
  return new Map(rows.map((one) => [one.name, one]));
}

/** `SELECT`, and `SELECT*` where it may be passed on. */
function ownPrivileges(row: CatalogObject | undefined): readonly string[] {
  const entries = Array.isArray(row?.facts.privileges) ? row.facts.privileges.map(String) : [];
  const prefix = `${String(row?.facts.role)}=`;
  return entries.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
}

const objectKinds: Readonly<Record<string, string>> = {
  r: "TABLES",
  S: "SEQUENCES",
  f: "FUNCTIONS",
  T: "TYPES",
  n: "SCHEMAS",
  L: "LARGE OBJECTS",
};

function statements({ facts }: CatalogObject, wanted: readonly string[]): readonly string[] {
  const role = facts.role === "$owner" ? "CURRENT_USER" : escapeIdentifier(String(facts.role));
  const objects = objectKinds[String(facts.objects)];
  const head = `ALTER DEFAULT PRIVILEGES FOR ROLE ${role} IN SCHEMA ${String(facts.schema)}`;
  const grant = (list: readonly string[], option: string) =>
    list.length === 0 ? [] : [`${head} GRANT ${list.join(", ")} ON ${objects} TO ${role}${option}`];
  const passed = wanted.filter((one) => one.endsWith("*")).map((one) => one.slice(0, -1));
  return [
    `${head} REVOKE ALL ON ${objects} FROM ${role}`,
    ...grant(
      wanted.filter((one) => !one.endsWith("*")),
      "",
    ),
    ...grant(passed, " WITH GRANT OPTION"),
  ];
}
