import type { ProblemDetail } from "../../../tools/compiler/emit/runtime/problem";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { OracleName } from "./oracles";

export interface Difference {
  readonly oracle: OracleName;
  /** What the generated reader said; none: it took the value. */
  readonly details: readonly ProblemDetail[];
  readonly value: JsonValue;
}

/** Where another validator may say something else, each with the sentence that decides. */
export const explained: readonly { readonly reason: string; readonly isIt: (one: Difference) => boolean }[] = [];
