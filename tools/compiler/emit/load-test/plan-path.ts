import type { Operation } from "../../model/operation";
import { examplesOf, makeParameter } from "./make-parameter";
import { flatten } from "./merge-schema";
import type { PathPiece, Source } from "./plan";
import type { RowPlanner } from "./plan-rows";
import { createOf, type Planning } from "./planning";
import { replyKey } from "./reply-key";
import { keysInScope, type Scope } from "./scope";
import { isMade, type Made, type Reference } from "./value";

/**
 * The path of a call below a row of `collection`: keys captured in this flow, else those of a prepared row, else values
 * that the description itself lists.
 *
 * @param mode whether a prepared row must be of our own making
 */
export function planPath(
  planning: Planning,
  rows: RowPlanner,
  operation: Operation,
  collection: string | undefined,
  mode: Reference["mode"],
  scope: Scope,
): Made<{ readonly path: readonly PathPiece[]; readonly reference?: Reference }> {
  const { segments } = operation.path;
  if (segments.some((segment) => segment.kind === "parameters"))
    return { reason: "a segment of its path has two parameters" };
  const count = segments.filter((segment) => segment.kind === "parameter").length;
  const known = keysInScope(planning, collection, scope);
  if (known.length === count) {
    const prepared = known.find((source) => source.kind === "row");
    const path = fill(operation, (index) => known[index] as Source);
    return { made: { path, ...(prepared === undefined ? {} : { reference: prepared.reference }) } };
  }
  if (collection !== undefined && rows.canServe({ collection, mode })) {
    const reference: Reference = { collection, mode };
    return { made: { path: fill(operation, (index) => ({ kind: "row", reference, index })), reference } };
  }
  const listed = segments.map((segment) =>
    segment.kind === "parameter" ? listedKey(planning, operation, segment.name) : undefined,
  );
  if (mode === "shared" && listed.filter((one) => one !== undefined).length === count) {
    const keys = listed.filter((one) => one !== undefined);
    return { made: { path: fill(operation, (index) => keys[index] as Source) } };
  }
  return {
    reason:
      whyNoRow(planning, collection) ?? `no operation of the API lists or creates ${collection ?? operation.path.text}`,
  };
}

function whyNoRow(planning: Planning, collection: string | undefined): string | undefined {
  const family = collection === undefined ? undefined : planning.families.get(collection);
  const create = family === undefined ? undefined : createOf(family);
  if (family === undefined || create === undefined) return undefined;
  return replyKey(planning, create, family) === undefined
    ? `no reply of ${create.id} says the key of what it makes: no link, no property, no Location`
    : `no row of ${family.key} can be prepared`;
}

/** The path with its keys from `sourceOf`; index 0 is the outermost key. */
export function fill(operation: Operation, sourceOf: (index: number) => Source): readonly PathPiece[] {
  let index = 0;
  return operation.path.segments.flatMap((segment): readonly PathPiece[] => {
    if (segment.kind !== "parameter")
      return [{ kind: "literal", text: `/${segment.kind === "literal" ? segment.text : ""}` }];
    return [
      { kind: "literal", text: `/${segment.before}` },
      { kind: "key", source: sourceOf(index++) },
      { kind: "literal", text: segment.after },
    ];
  });
}

/** A parameter whose schema is an enum or a constant, or that has an example, needs no row. */
function listedKey(planning: Planning, operation: Operation, name: string): Source | undefined {
  const parameter = operation.parameters.find((one) => one.in === "path" && one.name === name);
  const schema = parameter && flatten(parameter.schema, planning.schemas);
  if (parameter === undefined || schema === undefined) return undefined;
  const isListed = schema.enum !== undefined || schema.const !== undefined;
  if (!isListed && examplesOf(planning, parameter).length === 0) return undefined;
  const value = makeParameter(planning, parameter);
  return isMade(value) && value.made.kind === "fixed" ? { kind: "value", value: value.made } : undefined;
}
