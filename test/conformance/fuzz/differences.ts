import type { ProblemDetail } from "../../../tools/compiler/emit/runtime/problem";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { OracleName } from "./oracles";

export interface Difference {
  readonly oracle: OracleName;
  /** What the generated reader said; none: it took the value. */
  readonly details: readonly ProblemDetail[];
  readonly value: JsonValue;
}

export interface Explained {
  readonly id: string;
  /** With the sentence that decides. */
  readonly reason: string;
  readonly isIt: (one: Difference) => boolean;
}

/** Where another validator says something else. An entry that covers nothing fails a run over the whole corpus. */
export const explained: readonly Explained[] = [
  {
    id: "formats of internationalized texts",
    reason:
      "JSON Schema 2020-12 validation, 7.3.2, 7.3.3 and 7.3.5 define idn-email, idn-hostname, iri and iri-reference; ajv-formats has no check for them, " +
      "so that Ajv passes whatever is there.",
    isIt: ({ oracle, details }) =>
      oracle === "Ajv" && isOnly(details, /^must match format "(idn-email|idn-hostname|iri|iri-reference)"$/),
  },
];

function isOnly(details: readonly ProblemDetail[], message: RegExp): boolean {
  return details.length > 0 && details.every((detail) => message.test(detail.message));
}
