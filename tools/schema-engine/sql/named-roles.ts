import type { Node } from "libpg-query";

/** A role as a statement names it; `CURRENT_USER`, `PUBLIC` and the like are none. */
export interface NamedRole {
  readonly name: string;
  /** Offset in bytes from the beginning of what was parsed. */
  readonly location: number;
}

/** Every role that a statement names by its name. */
export function namedRoles(node: Node): readonly NamedRole[] {
  const found: NamedRole[] = [];
  collect(node, found);
  return found;
}

function collect(value: unknown, found: NamedRole[]): void {
  if (typeof value !== "object" || value === null) return;
  // Some fields hold a RoleSpec itself, some a node around it.
  if (
    "roletype" in value &&
    value.roletype === "ROLESPEC_CSTRING" &&
    "rolename" in value &&
    typeof value.rolename === "string"
  ) {
    const location = "location" in value && typeof value.location === "number" ? value.location : 0;
    found.push({ name: value.rolename, location });
  }
  for (const child of Object.values(value)) collect(child, found);
}
