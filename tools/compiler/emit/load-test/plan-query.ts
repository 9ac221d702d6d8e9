import type { JsonValue } from "../../model/json-value";
import type { Operation, Parameter } from "../../model/operation";
import type { KeywordSchema } from "../../model/schema";
import { examplesOf, makeParameter } from "./make-parameter";
import { flatten } from "./merge-schema";
import type { QueryPair, QueryValue, Source } from "./plan";
import { collectionNamed, type Planning } from "./planning";
import { isJson, plainName } from "./response-shape";
import { isMade, type Made, type Value } from "./value";
import { writePairs } from "./write-pairs";

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
  const filters: (readonly QueryPair[])[] = [];
  for (const parameter of operation.parameters.filter((one) => one.in === "query")) {
    const role = roleOf(planning, parameter);
    if (role === "page") continue;
    const made = pairsFor(planning, operation, parameter, scope);
    if (!isMade(made)) {
      if (parameter.required) return { reason: `the query parameter \`${parameter.name}\`: ${made.reason}` };
      continue;
    }
    const pairs = made.made;
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
  const isShown = schema !== undefined && examplesOf(planning, parameter).length > 0;
  return isClosed || isShaped || isShown || schema?.types?.includes("number") ? "filter" : "free";
}

function pairsFor(
  planning: Planning,
  operation: Operation,
  parameter: Parameter,
  scope: QueryScope,
): Made<readonly QueryPair[]> {
  const { name } = parameter;
  const single = (value: QueryValue) => ({ made: [{ name, value }] });
  const schema = flatten(parameter.schema, planning.schemas);
  if (schema === undefined) return { reason: "its schema accepts nothing" };
  if (roleOf(planning, parameter) === "size") {
    // Not its example, which is often a page of two: how long lists are decides what a list costs.
    const value = Math.max(schema.minimum ?? 1, Math.min(20, schema.maximum ?? 20));
    return single({ kind: "value", value: { kind: "fixed", value } });
  }
  if (parameter.mediaType !== undefined) {
    if (!isJson(parameter.mediaType)) return { reason: `it is ${parameter.mediaType}` };
    const text = makeParameter(planning, parameter);
    return isMade(text) ? single({ kind: "json", value: text.made }) : text;
  }
  const collection = collectionNamed(planning, operation, parameter.name);
  if (collection !== undefined) {
    const source = scope.keyOf(collection);
    if (source !== undefined) return single({ kind: "source", source });
    if (!parameter.required) return { reason: "there is no row to name" };
  }
  const shown = examplesOf(planning, parameter);
  const isPlain = shown.every((one) => typeof one !== "object");
  const isNarrowed = shown.length > 1 || (parameter.examples?.some((one) => shown.includes(one)) ?? false);
  const choices = isPlain && isNarrowed ? shown : choicesOf(schema);
  if (choices !== undefined && choices.length > 0) return single({ kind: "value", value: picked(choices) });
  const sent = scope.sent?.value.kind === "object" ? scope.sent.value.properties : [];
  const same = sent.find((one) => plainName(one.name) === plainName(parameter.name));
  if (same !== undefined && same.value.kind !== "object" && same.value.kind !== "array")
    return single({ kind: "sent", body: scope.sent?.name ?? "", property: same.name });
  const made = makeParameter(planning, parameter);
  return isMade(made) ? { made: writePairs(name, made.made, parameter) } : made;
}

function picked(values: readonly JsonValue[]): Value {
  const [only = null, ...more] = values;
  return more.length === 0 ? { kind: "fixed", value: only } : { kind: "pick", values };
}

function choicesOf({ const: only, enum: several, types }: KeywordSchema): readonly JsonValue[] | undefined {
  if (only !== undefined) return [only];
  if (several !== undefined) return several.filter((value) => value !== null);
  return types?.includes("boolean") ? [true, false] : undefined;
}
