import type { Node } from "libpg-query";
import { droppedNames } from "../plan/dropped-names";

/** Kinds whose names are looked up along the search path, or go into its first schema. */
const inSchemas = [
  "OBJECT_TABLE",
  "OBJECT_VIEW",
  "OBJECT_MATVIEW",
  "OBJECT_SEQUENCE",
  "OBJECT_INDEX",
  "OBJECT_TYPE",
  "OBJECT_DOMAIN",
  "OBJECT_FOREIGN_TABLE",
  "OBJECT_FUNCTION",
  "OBJECT_PROCEDURE",
];

/** A relation, a new type or routine, or one that is dropped, that the statement names without a schema. Names inside of bodies, and types and functions that are used, are not looked at. */
export function unqualifiedName(node: Node): string | undefined {
  if ("DropStmt" in node) {
    const isInSchema = inSchemas.includes(node.DropStmt.removeType ?? "");
    return isInSchema ? droppedNames(node.DropStmt).find((parts) => parts.length === 1)?.[0] : undefined;
  }
  const made =
    "CreateFunctionStmt" in node
      ? node.CreateFunctionStmt.funcname
      : "CreateEnumStmt" in node
        ? node.CreateEnumStmt.typeName
        : "CreateDomainStmt" in node
          ? node.CreateDomainStmt.domainname
          : undefined;
  const [first, second] = made ?? [];
  if (first !== undefined && second === undefined && "String" in first) return first.String.sval;
  const found: string[] = [];
  const local = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { relname, schemaname, relpersistence, ctename } = value as Readonly<Record<string, unknown>>;
    if (typeof ctename === "string") local.add(ctename);
    if (typeof relname === "string" && schemaname === undefined && relpersistence !== "t") found.push(relname);
    for (const one of Object.values(value)) visit(one);
  };
  visit(node);
  // Those of pg_catalog are found first on any path.
  return found.find((name) => !local.has(name) && !name.startsWith("pg_"));
}
