import type { Resource } from "../../model/service";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { resourcePath } from "../resources/resource-path";
import { type Code, code, join } from "../text";
import { emitListQuery } from "./emit-list-query";
import { emitRowQuery } from "./emit-row-query";
import type { QueryPlan } from "./query-plan";
import { rowMapper } from "./row-mapper";

/** `queries.ts` of a resource: one function for each operation that is linked to a table; `undefined`: there is none. */
export function emitQueries(resource: Resource, plans: readonly QueryPlan[], context: EmitContext): Source | undefined {
  if (plans.length === 0) return undefined;
  const imports = new Imports();
  imports.type("Queryable", "../../../generated/runtime/database.js");
  const mappers = new Map<string, Code>();
  const functions = plans.map((plan) => {
    const row = rowMapper(plan, context, imports);
    if (row !== undefined) mappers.set(row.mapper.text, row.declaration);
    if (plan.list !== undefined && row !== undefined) return emitListQuery(plan, plan.list, row, context, imports);
    return emitRowQuery(plan, row, context, imports);
  });
  const body = code`${imports.print()}${join([...mappers.values(), ...functions], "\n\n")}`;
  return { path: `${resourcePath(resource, context)}/generated/queries.ts`, body };
}
