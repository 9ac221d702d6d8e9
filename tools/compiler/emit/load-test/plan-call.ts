import type { Operation } from "../../model/operation";
import { needsOf, noNeeds, together } from "./key-needs";
import { pathKeys } from "./own-row";
import type { Call, Source } from "./plan";
import { planBody } from "./plan-body";
import { planHeaders } from "./plan-headers";
import { planPath } from "./plan-path";
import { planQuery } from "./plan-query";
import { planReference } from "./plan-reference";
import type { RowPlanner } from "./plan-rows";
import type { Planning } from "./planning";
import { referencesIn } from "./references-in";
import type { Scope } from "./scope";
import { reasonNotToCall } from "./sendable";
import { isMade, type Made, type Reference } from "./value";

export interface CallRequest {
  readonly operation: Operation;
  /** The collection that the path's last key chooses from. */
  readonly collection: string | undefined;
  readonly mode: Reference["mode"];
  readonly scope: Scope;
  readonly purpose: "create" | "replace" | "patch";
  readonly wantsFilters: boolean;
}

/** One call with everything that it sends, or why it cannot be made. */
export function planCall(planning: Planning, rows: RowPlanner, request: CallRequest): Made<Call> {
  const { operation, scope } = request;
  const refusal = reasonNotToCall(operation, planning.service, planning.hasKeys);
  if (refusal !== undefined) return { reason: refusal };
  const references: Reference[] = [];
  const path = planPath(planning, rows, operation, request.collection, request.mode, scope);
  if (!isMade(path)) return path;
  if (path.made.reference !== undefined) references.push(path.made.reference);

  const keyOf = (collection: string): Source | undefined => {
    const known = scope.keys.get(collection);
    if (known?.kind === "row") references.push(known.reference);
    if (known !== undefined) return known;
    const reference: Reference = { collection, mode: "shared" };
    if (!rows.canServe(reference)) return undefined;
    references.push(reference);
    return { kind: "row", reference, index: -1 };
  };
  const sent = scope.sent === undefined ? {} : { sent: scope.sent };
  const query = planQuery(planning, operation, { keyOf, ...sent }, request.wantsFilters);
  if (!isMade(query)) return query;
  const headers = planHeaders(planning, operation);
  if (!isMade(headers)) return headers;
  const body = planBody(planning, {
    operation,
    keys: pathKeys(operation, path.made.path),
    purpose: request.purpose,
    bindReference: (collection, property) => planReference(planning, rows, operation, collection, property),
  });
  if (!isMade(body)) return body;
  if (body.made !== undefined) references.push(...referencesIn(body.made.value));
  const needs = planning.hasKeys
    ? references.map((one) => rows.needsOf(one)).reduce(together, needsOf(operation, planning.service))
    : noNeeds;
  const sending = body.made === undefined ? {} : { body: body.made };
  const call: Call = {
    operation,
    path: path.made.path,
    ...query.made,
    headers: headers.made,
    references,
    needs,
    ...sending,
  };
  return { made: call };
}
