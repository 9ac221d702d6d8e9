import type { JsonValue } from "../../report/json";
import type { ApiDocument, ApiOperation, JsonSchema } from "./api-document";
import { type AttackCase, refused, type Seed, survived, withBody } from "./attack-case";
import { flatten, typesOf } from "./flatten";
import type { FormBody } from "./form-body";
import type { Oracle } from "./oracle";
import { mutantsOf, parse, placeOf } from "./value-mutants";
import type { Field } from "./written-value";

interface Attempt {
  readonly class: AttackCase["class"];
  /** Where and what. */
  readonly name: string;
  readonly fields: readonly Field[];
  readonly isProbe?: boolean;
  readonly marker?: string;
}

/** A form with one fault each, as far as it can be written: a text of a form has no type, so `"3"` is right for an integer. */
export function formCases(
  document: ApiDocument,
  oracle: Oracle,
  operation: ApiOperation,
  seed: Seed,
  form: FormBody,
): readonly AttackCase[] {
  const attempts = [...valueAttempts(document, oracle, form), ...textAttempts(document, form)];
  return attempts.flatMap((attempt): AttackCase[] => {
    const isAllowed = form.isAllowed(attempt.fields);
    if (isAllowed && attempt.isProbe !== true) return [];
    return [
      {
        operation: operation.id,
        class: attempt.class,
        name: attempt.name,
        request: withBody(seed.request, form.join(form.piecesOf(attempt.fields))),
        expected: isAllowed ? survived : attempt.class === "size" ? refused(400, 413, 422) : refused(400, 422),
        ...(attempt.marker === undefined ? {} : { marker: attempt.marker }),
      },
    ];
  });
}

/** What is wrong with a value in JSON, written as a form. */
function valueAttempts(document: ApiDocument, oracle: Oracle, form: FormBody): readonly Attempt[] {
  return mutantsOf(document, oracle, form.schema, form.value).flatMap((mutant): Attempt[] => {
    const value = parse(mutant.text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    const isTooLarge = form.kind === "multipart" && mutant.name === "longer than maxLength";
    return [
      {
        class: isTooLarge ? "size" : (mutant.class ?? "body"),
        name: `${placeOf("body", mutant.path)}: ${mutant.name}`,
        fields: form.fieldsOf(value as FormBody["value"]),
        ...(mutant.isProbe === undefined ? {} : { isProbe: mutant.isProbe }),
        ...(mutant.marker === undefined ? {} : { marker: mutant.marker }),
      },
    ];
  });
}

/** What only texts can be: digits in another notation, nothing, and a field that is there twice. */
function textAttempts(document: ApiDocument, form: FormBody): readonly Attempt[] {
  const { schemas } = document.components;
  const properties = (flatten(form.schema, schemas).properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.entries(properties).flatMap(([name, schema]): readonly Attempt[] => {
    const types = typesOf(flatten(schema, schemas));
    if (types.length === 0 || types.includes("object") || types.includes("array")) return [];
    const own = (what: string, text: string): Attempt => ({
      class: "body",
      name: `body.${name}: ${what}`,
      fields: withField(form, name, [text]),
    });
    const isNumber = types.includes("integer") || types.includes("number");
    const value: JsonValue | undefined = form.value[name];
    const text = form.fields.find(([one]) => one === name)?.[1];
    return [
      ...(isNumber ? [own("hexadecimal", "0x1f"), own("NaN", "NaN"), own("digits and a text", "1specline")] : []),
      ...(types.includes("boolean") ? [own("2 for a boolean", "2")] : []),
      own("empty", ""),
      ...(text === undefined || value === undefined
        ? []
        : [{ ...own("given twice", text), fields: withField(form, name, [text, text]) }]),
    ];
  });
}

/** The fields of a form with other texts for one of them. */
export function withField(form: FormBody, name: string, texts: readonly string[]): readonly Field[] {
  return [...form.fields.filter(([one]) => one !== name), ...texts.map((text): Field => [name, text])];
}
