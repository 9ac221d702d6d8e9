import type { JsonValue } from "../../model/json-value";
import type { Source } from "./plan";

/**
 * A value of a request as a recipe: fixed, but for what must be unique or belongs to a row of the server. Made at generation
 * time, so that a virtual user only fills in names and numbers.
 */
export type Value =
  | { readonly kind: "fixed"; readonly value: JsonValue }
  /** A string with a part that no other iteration of any run uses. */
  | { readonly kind: "unique-text"; readonly parts: readonly TextPart[] }
  /** An integer that no other iteration of the run uses. */
  | { readonly kind: "unique-integer"; readonly minimum: number; readonly maximum: number }
  /** The key of a row of another collection. */
  | { readonly kind: "reference"; readonly reference: Reference }
  /** The key of the row that is changed. */
  | { readonly kind: "key"; readonly source: Source }
  /** One of several, another for each iteration. */
  | { readonly kind: "pick"; readonly values: readonly JsonValue[] }
  | { readonly kind: "array"; readonly items: readonly Value[] }
  | { readonly kind: "object"; readonly properties: readonly NamedValue[] };

/** `own`: a row that no other virtual user has, made for this run. */
export interface Reference {
  /** Key of a family. */
  readonly collection: string;
  readonly mode: "shared" | "own";
}

export interface NamedValue {
  readonly name: string;
  readonly value: Value;
}

export type TextPart =
  | { readonly kind: "literal"; readonly text: string }
  /** `length` characters of `alphabet`, counted up. */
  | { readonly kind: "unique"; readonly alphabet: string; readonly length: number };

/** A value, or why none can be made. */
export type Made<T> = { readonly made: T } | { readonly reason: string };

export function isMade<T>(one: Made<T>): one is { readonly made: T } {
  return "made" in one;
}
