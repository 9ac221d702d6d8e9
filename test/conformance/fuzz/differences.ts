import type { ProblemDetail } from "../../../tools/compiler/emit/runtime/problem";

export interface Difference {
  readonly oracle: "Ajv" | "typebox";
  /** What the generated reader said; none: it took the value. */
  readonly details: readonly ProblemDetail[];
  readonly schema: string;
}

/** Where another validator may say something else, each with the sentence that decides. */
export const explained: readonly { readonly reason: string; readonly isIt: (one: Difference) => boolean }[] = [
  {
    reason:
      'Formats: Ajv is asked without them. 2020-12 validation §7.2.1: "Implementations MAY treat "format" as an assertion in ' +
      'addition to an annotation"; see docs/decisions/0311-formats-are-checked.md.',
    isIt: ({ oracle, details, schema }) => oracle === "Ajv" && details.length > 0 && schema.includes('"format"'),
  },
  {
    reason:
      "Discriminators: a branch counts only with its value of the property. OpenAPI 3.0.3, Discriminator Object: the property's " +
      'value "will be used as [the] name of the schema"; plain JSON Schema does not know that.',
    isIt: ({ schema }) => schema.includes('"discriminator"'),
  },
];
