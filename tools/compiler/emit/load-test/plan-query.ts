import type { Operation, Parameter } from "../../model/operation";
import { makeValue } from "./make-value";
import { flatten } from "./merge-schema";
import type { QueryPair, QueryValue, Source } from "./plan";
import { collectionNamed, type Planning } from "./planning";
import { plainName } from "./response-shape";
import { isMade, type Made, type Value } from "./value";

export interface QueryScope {
  /** The key of a row of a collection, if one can be had. */
  readonly keyOf: (collection: string) => Source | undefined;
  /** The body that was sent before, whose values a filter may ask for. */
  readonly sent?: { readonly name: string; readonly value: Value };
}

export interface QueryPlan {
  readonly query: readonly QueryPair[];
  readonly filters: readonly (readonly QueryPair[])[];
}

/** Page size and order for every call of a list, and one filter at a time; of other operations only what is required. */
export function planQuery(
  planning: Planning,
  operation: Operation,
  scope: QueryScope,
  wantsFilters: boolean,
): Made<QueryPlan> {
  const query: QueryPair[] = [];
  const filters: QueryPair[][] = [];
  for (const parameter of operation.parameters.filter((one) => one.in === "query")) {
    const role = roleOf(planning, parameter);
    if (role === "page") continue;
    const values = valuesFor(planning, operation, parameter, scope);
    if (!isMade(values)) {
      if (parameter.required) return { reason: `the query parameter \`${parameter.name}\`: ${values.reason}` };
      continue;
    }
    const pairs = values.made.map((value) => ({ name: parameter.name, value }));
    if (parameter.required || role === "size" || role === "sort") query.push(...pairs);
    else if (wantsFilters && role === "filter") filters.push(pairs);
  }
  return { made: { query, filters } };
}

/** The parameter that asks for the page after a token. */
export function cursorParameter(operation: Operation): string | undefined {
  return operation.parameters.find((one) => one.in === "query" && /^(page_?)?(cursor|token)$|^after$/i.test(one.name))
    ?.name;
}

function roleOf(planning: Planning, parameter: Parameter): "size" | "sort" | "page" | "filter" | "free" {
  const schema = flatten(parameter.schema, planning.schemas);
  if (/^(limit|size|first|(per|max)_?page|page_?size|count)$/i.test(parameter.name)) return "size";
  if (/cursor|token|^(after|before|offset|skip|page|start)$/i.test(parameter.name) && !parameter.required)
    return "page";
  if (/^(sort|order)(_?by)?$/i.test(parameter.name) && schema?.enum !== undefined) return "sort";
  const isClosed = schema?.enum !== undefined || schema?.const !== undefined || schema?.types?.includes("boolean");
  const isShaped = schema?.pattern !== undefined || schema?.format !== undefined || schema?.types?.includes("integer");
  return isClosed || isShaped || schema?.types?.includes("number") ? "filter" : "free";
}

function valuesFor(
  planning: Planning,
  operation: Operation,
  parameter: Parameter,
  scope: QueryScope,
): Made<readonly QueryValue[]> {
  const schema = flatten(parameter.schema, planning.schemas);
  if (schema === undefined) return { reason: "its schema accepts nothing" };
  if (roleOf(planning, parameter) === "size") {
    const value = Math.max(schema.minimum ?? 1, Math.min(20, schema.maximum ?? 20));
    return { made: [{ kind: "value", value: { kind: "fixed", value } }] };
  }
  if (parameter.mediaType !== undefined) return { reason: "it is described by a media type" };
  const collection = collectionNamed(planning, operation, parameter.name);
  if (collection !== undefined) {
    const source = scope.keyOf(collection);
    if (source !== undefined) return { made: [{ kind: "source", source }] };
    if (!parameter.required) return { reason: "there is no row to name" };
  }
  const choices = schema.types?.includes("boolean") ? [true, false] : schema.enum?.filter((value) => value !== null);
  if (choices !== undefined && choices.length > 0)
    return { made: [{ kind: "value", value: { kind: "pick", values: choices } }] };
  const sent = scope.sent?.value.kind === "object" ? scope.sent.value.properties : [];
  const same = sent.find((one) => plainName(one.name) === plainName(parameter.name));
  if (same !== undefined && same.value.kind !== "object" && same.value.kind !== "array")
    return { made: [{ kind: "sent", body: scope.sent?.name ?? "", property: same.name }] };
  const made = makeValue(parameter.schema, parameter.name, {
    schemas: planning.schemas,
    hints: new Map(),
    purpose: "create",
    referenceOf: () => undefined,
  });
  return isMade(made) ? serialized(parameter, made.made) : made;
}

/** Arrays become pairs or one joined text by `style` and `explode` (OpenAPI 3.1 §4.8.12.3). */
function serialized(parameter: Parameter, value: Value): Made<readonly QueryValue[]> {
  if (value.kind === "object") return { reason: "it is an object" };
  if (value.kind !== "array") return { made: [{ kind: "value", value }] };
  if (value.items.some((item) => item.kind === "object" || item.kind === "array")) return { reason: "it is nested" };
  if (parameter.explode) return { made: value.items.map((item) => ({ kind: "value", value: item })) };
  const item = value.items[0];
  if (item === undefined) return { reason: "it has no item" };
  if (value.items.length > 1) return { reason: "it joins several items" };
  return { made: [{ kind: "value", value: item }] };
}
