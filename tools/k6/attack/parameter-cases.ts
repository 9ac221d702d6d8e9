import type { JsonValue } from "../../report/json";
import type { ApiDocument, ApiOperation, DocumentParameter } from "./api-document";
import { type AttackCase, type Expectation, refused, type Seed, survived } from "./attack-case";
import { badNumbers, badTexts } from "./bad-text";
import { flatten, typesOf } from "./flatten";
import { headerSplit, injections, nul, traversal } from "./injections";
import type { Oracle, Validate } from "./oracle";
import { placeParameter } from "./place-parameter";
import { textOf } from "./written-value";

interface Attempt {
  readonly class: AttackCase["class"];
  readonly name: string;
  readonly texts: readonly string[];
  /** What holds whatever the schema says; without it the oracle decides. */
  readonly expected?: Expectation;
  /** Sent though the schema allows it: it must do no harm. */
  readonly isProbe?: boolean;
  readonly marker?: string;
}

/** Every parameter of an operation: left out, and with texts that its schema does not allow. */
export function parameterCases(
  document: ApiDocument,
  oracle: Oracle,
  operation: ApiOperation,
  seed: Seed,
): readonly AttackCase[] {
  const parameters = (operation.description.parameters ?? []).filter(isMutable);
  return parameters.flatMap((parameter) => {
    const schema = flatten(parameter.schema, document.components.schemas);
    const types = typesOf(schema);
    if (types.includes("object")) return [];
    const isArray = types.includes("array");
    const item = isArray ? flatten(schema.items as never, document.components.schemas) : schema;
    const validate = parameter.schema === undefined ? undefined : oracle.request(parameter.schema);
    const refusal = parameter.in === "path" ? refused(400, 404, 422) : refused(400, 422);
    return attemptsFor(parameter, item, isArray).flatMap((attempt): AttackCase[] => {
      const request = placeParameter(operation, seed.request, parameter, attempt.texts);
      if (request === undefined) return [];
      const isValid = validate === undefined ? true : isAllowed(validate, attempt.texts, isArray);
      if (isValid === undefined) return [];
      const tooLong = refused(400, 404, 413, 414, 422, 431);
      const byOracle = isValid
        ? attempt.isProbe
          ? survived
          : undefined
        : attempt.class === "size"
          ? tooLong
          : refusal;
      const expected = attempt.expected ?? byOracle;
      if (expected === undefined) return [];
      return [
        {
          operation: operation.id,
          class: attempt.class,
          name: `${parameter.in}.${parameter.name}: ${attempt.name}`,
          request,
          expected,
          ...(attempt.marker === undefined ? {} : { marker: attempt.marker }),
        },
      ];
    });
  });
}

function isMutable(parameter: DocumentParameter): boolean {
  const isOfHttp = parameter.in === "header" && /^(accept|content-type|authorization)$/i.test(parameter.name);
  return !isOfHttp && parameter.schema !== undefined && /^(simple|form)$/.test(parameter.style ?? "form");
}

function attemptsFor(
  parameter: DocumentParameter,
  schema: ReturnType<typeof flatten>,
  isArray: boolean,
): readonly Attempt[] {
  const types = typesOf(schema);
  const isText = types.length === 0 || types.includes("string");
  const isNumber = types.includes("integer") || types.includes("number");
  const own = (name: string, text: string): Attempt => ({ class: "parameters", name, texts: [text] });
  const probe = (name: string, text: string): Attempt => ({ ...own(name, text), isProbe: true, class: "injection" });
  return [
    ...(parameter.required === true && parameter.in !== "path"
      ? [{ class: "parameters" as const, name: "missing", texts: [], expected: refused(400, 422) }]
      : []),
    ...(isText
      ? badTexts(schema).map(([name, text]) => ({ ...own(name, text), isProbe: name.startsWith("at ") }))
      : []),
    ...(isNumber
      ? [
          ...badNumbers(schema).map(([name, value]) => ({
            ...own(name, textOf(value)),
            isProbe: name.startsWith("at ") || /64 bits|1e30/.test(name),
          })),
          own("a text for a number", "specline"),
          own("hexadecimal", "0x1f"),
          own("NaN", "NaN"),
        ]
      : []),
    ...(types.includes("boolean") ? [own("a text for a boolean", "specline"), own("2 for a boolean", "2")] : []),
    ...(isText ? [] : [own("empty", "")]),
    ...(parameter.in === "query" && !isArray
      ? [{ ...own("given twice", ""), texts: twice(schema), expected: survived }]
      : []),
    { ...probe("%00", nul) },
    { ...probe("..%2f", traversal) },
    { ...probe("%0d%0a", headerSplit) },
    ...(isText ? injections.map(([name, text]) => ({ ...probe(`${name} injection`, text), marker: text })) : []),
    { ...probe("over-long", "a".repeat(3_000)), class: "size" as const },
  ];
}

function twice(schema: ReturnType<typeof flatten>): readonly string[] {
  const types = typesOf(schema);
  const value = Array.isArray(schema.enum) ? String(schema.enum[0]) : types.includes("string") ? "a" : "1";
  return [value, value];
}

/** A text on the wire has no type: it is wrong only when it is so as whatever a server may take it for. */
function isAllowed(validate: Validate, texts: readonly string[], isArray: boolean): boolean | undefined {
  const readings = (text: string): readonly JsonValue[] => [
    text,
    ...(/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? [Number(text)] : []),
    ...(text === "true" || text === "false" ? [text === "true"] : []),
  ];
  const [text = ""] = texts;
  const lists = [...readings(text), ...text.split(",").flatMap(readings)].map((one) => [one]);
  const values: readonly JsonValue[] = isArray ? [...lists, ...(text === "" ? [[]] : [])] : readings(text);
  const answers = values.map(validate);
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}
