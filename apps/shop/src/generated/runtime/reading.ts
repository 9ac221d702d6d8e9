// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: e011b6ddbc7a2290
import { itemAt, mayBeList, type Resolve, scalar, typesOf } from "./parameter-value.js";

/** A value, what is wrong with it, or nothing: it is not there. */
export interface Reading {
  readonly value?: unknown;
  readonly problem?: string;
}

/**
 * What the decoded texts of one name stand for.
 *
 * @param name for problems
 */
export function valueOfTexts(texts: readonly string[], schema: unknown, resolve: Resolve, name: string): Reading {
  const types = typesOf(schema, resolve);
  if (texts.length > 1 && !mayBeList(types)) return { problem: `has \`${name.slice(0, 80)}\` twice` };
  if (texts.length > 1 || types.has("array")) return { value: listOf(texts, schema, resolve) };
  return { value: scalar(texts[0] ?? "", schema, resolve) };
}

/** Each text by what is said of its place. */
export function listOf(texts: readonly string[], schema: unknown, resolve: Resolve): readonly unknown[] {
  return texts.map((text, index) => scalar(text, itemAt(schema, index, resolve), resolve));
}
