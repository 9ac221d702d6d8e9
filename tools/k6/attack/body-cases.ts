import type { ApiDocument, ApiOperation, JsonSchema } from "./api-document";
import { type AttackCase, refused, type Seed, survived, withBody } from "./attack-case";
import type { Oracle } from "./oracle";
import { mutantsOf, parse, placeOf } from "./value-mutants";

/** A JSON body with one fault each. What the schema still allows is left out, or sent to see that it does no harm. */
export function bodyCases(
  document: ApiDocument,
  oracle: Oracle,
  operation: ApiOperation,
  seed: Seed,
  schema: JsonSchema,
): readonly AttackCase[] {
  const validate = oracle.request(schema);
  const value = parse(seed.request.body?.toString("utf8") ?? "");
  // A seed that the oracle does not know for valid proves nothing about what is made from it.
  if (validate === undefined || value === undefined || validate(value) !== true) return [];
  const mutants = mutantsOf(document, oracle, schema, value);
  const seen = new Set<string>();
  return mutants.flatMap((mutant): AttackCase[] => {
    const mutated = parse(mutant.text);
    if (mutated === undefined || seen.has(mutant.text)) return [];
    seen.add(mutant.text);
    const isValid = validate(mutated);
    if (isValid === undefined || (isValid && mutant.isProbe !== true)) return [];
    return [
      {
        operation: operation.id,
        class: mutant.class ?? "body",
        name: `${placeOf("body", mutant.path)}: ${mutant.name}`,
        request: withBody(seed.request, mutant.text),
        expected: isValid ? survived : mutant.class === "size" ? refused(400, 413, 422) : refused(400, 422),
        ...(mutant.marker === undefined ? {} : { marker: mutant.marker }),
      },
    ];
  });
}
