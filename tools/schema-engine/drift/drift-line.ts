import type { CatalogDifference, DifferingFact } from "../../postgres/catalog-snapshot/compare-snapshots";
import type { JsonValue } from "../../report/json";

/** One line: kind and object, and what differs from what is expected. */
export function driftLine({ kind, name, change, facts }: CatalogDifference): string {
  return `${kind} ${name}: ${changeText(change, facts)}`;
}

function changeText(change: CatalogDifference["change"], facts: readonly DifferingFact[]): string {
  switch (change) {
    case "missing":
      return "is missing";
    case "additional":
      return "is there, but not expected";
    case "different":
      return facts.map(factText).join("; ");
    default:
      throw new Error(`unknown change: ${String(change satisfies never)}`);
  }
}

function factText({ name, actual, wanted }: DifferingFact): string {
  if (name === "privileges") return privilegesText(entries(actual), entries(wanted));
  return `${name}: ${show(actual)}, expected ${show(wanted)}`;
}

/** Entries are `grantee=PRIVILEGE`, with `*` for the grant option. */
function privilegesText(actual: readonly string[], wanted: readonly string[]): string {
  const lacking = wanted.filter((one) => !actual.includes(one));
  const additional = actual.filter((one) => !wanted.includes(one));
  return [
    ...byRole(lacking).map(([role, rights]) => `${role} lacks ${rights}`),
    ...byRole(additional).map(([role, rights]) => `${role} has ${rights}, not expected`),
  ].join("; ");
}

function byRole(list: readonly string[]): readonly (readonly [role: string, rights: string])[] {
  const rights = new Map<string, string[]>();
  for (const entry of list) {
    const at = entry.lastIndexOf("=");
    const role = entry.slice(0, at) === "$owner" ? "the owner" : entry.slice(0, at);
    const right = entry.slice(at + 1).replace(/\*$/, " WITH GRANT OPTION");
    rights.set(role, [...(rights.get(role) ?? []), right]);
  }
  return [...rights].map(([role, names]) => [role, names.join(", ")] as const);
}

function entries(value: JsonValue): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function show(value: JsonValue): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replace(/\s+/g, " ").trim();
}
