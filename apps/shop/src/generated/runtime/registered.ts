// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 74fdbd3a41740bca
import { notFound, type Problem } from "./problem.js";
import type { RouteTable } from "./route-table.js";

/** What was registered on an application; it may hold several descriptions. */
const tables = new WeakMap<object, RouteTable<never>[]>();

export function remember(app: object, table: RouteTable<never>): void {
  tables.set(app, [...(tables.get(app) ?? []), table]);
}

/** Of a request that no route has taken: 405 when its path is known, else 404. */
export function refuseUnknown(app: object, url: string): Problem {
  const found = (tables.get(app) ?? []).map((table) => table.refuse(url));
  return found.find(({ status }) => status === 405) ?? found[0] ?? notFound("There is nothing at this address.");
}
