import type { Database } from "../../model/database";
import type { Link } from "../../model/link";
import type { Operation } from "../../model/operation";
import type { Service } from "../../model/service";
import { planQuery, type QueryPlan } from "./query-plan";

/** What answers an operation: a plan of its query, or a handler by hand for the reason. */
export type PlannedOperation = { readonly operation: Operation } & (
  | { readonly plan: QueryPlan }
  | { readonly plan: undefined; readonly reason: string }
);

export function planQueries(
  service: Service,
  database: Database | undefined,
  links: readonly Link[],
): readonly PlannedOperation[] {
  const byId = new Map(links.map((link) => [link.operationId, link]));
  return service.resources.flatMap(({ operations }) =>
    operations.map((operation): PlannedOperation => {
      const link = byId.get(operation.id);
      if (link === undefined || database === undefined)
        return { operation, reason: "it is linked to no table", plan: undefined };
      const planned = planQuery(operation, link, service, database);
      return "plan" in planned ? { operation, plan: planned.plan } : { operation, plan: undefined, ...planned };
    }),
  );
}
