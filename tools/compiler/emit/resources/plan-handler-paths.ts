import type { Service } from "../../model/service";
import type { Names } from "../names/names";
import { isIdentifier } from "../text";
import { operationKey } from "./input-type";

/**
 * Handler file of each operation, by id. An operation that has one keeps it; a new one is named after its id, and never
 * gets a file that belongs to another.
 *
 * @param known operation (`GET /pets/{petId}`) → file
 */
export function planHandlerPaths(
  service: Service,
  names: Names,
  known: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const taken = new Set<string>();
  const operations = service.resources.flatMap((resource) => resource.operations);
  for (const operation of operations) {
    const key = operationKey(operation);
    const path = Object.hasOwn(known, key) ? known[key] : undefined;
    if (path === undefined || !isHandlerPath(path) || taken.has(path.toLowerCase())) continue;
    paths.set(operation.id, path);
    taken.add(path.toLowerCase());
  }
  for (const operation of operations) {
    if (paths.has(operation.id)) continue;
    const base = `src/resources/${names.resource(operation.resource)}/handlers/${names.operation(operation.id)}`;
    let path = `${base}.ts`;
    for (let count = 2; taken.has(path.toLowerCase()); count++) path = `${base}${count}.ts`;
    paths.set(operation.id, path);
    taken.add(path.toLowerCase());
  }
  return paths;
}

/** The manifest is a file that people can edit: a path out of the application's folder is not followed. */
function isHandlerPath(path: string): boolean {
  const match = /^src\/resources\/[a-z0-9_-]+\/handlers\/([^/]+)\.ts$/.exec(path);
  return match?.[1] !== undefined && isIdentifier(match[1]);
}
