import type { SourceSpan } from "../../diagnostics/source-span";
import type { JsonValue } from "../../model/json-value";

/** A parsed file whose every value can say where it stands. Objects have no prototype: any text is safe as a key. */
export interface SourceDocument {
  readonly file: string;
  readonly root: JsonValue;
  /** Place of a key of an object (the key, not its value) or of an item of an array. */
  spanOf(container: object, key: string | number): SourceSpan;
  /** Place of the whole document's first value. */
  readonly start: SourceSpan;
}

/** Why a text could not be parsed, at an offset in UTF-16 units. */
export interface ParseProblem {
  readonly offset: number;
  readonly reason: string;
}

export interface DuplicateKey {
  readonly key: string;
  readonly offset: number;
  readonly firstOffset: number;
}

/** Containers nested deeper than this are refused: readers and emitters recurse. */
export const depthLimit = 250;
