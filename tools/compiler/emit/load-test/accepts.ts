import { fullFormats } from "ajv-formats/dist/formats";
import type { JsonType, KeywordSchema, RefSchema, Schema } from "../../model/schema";
import { taggedChoice } from "../schemas/tagged-choice";
import type { SchemaTable } from "./merge-schema";

/** Stands in a sample for a value that nobody knows before it is sent, such as the key of a row. */
export const untold: unique symbol = Symbol("untold");

/** A value as it will be sent, as far as it is known. */
export type Sample = null | boolean | number | string | typeof untold | readonly Sample[] | SampleObject;
type SampleObject = { readonly [name: string]: Sample };

/** `undefined`: it depends on what is not known, or on a keyword that is not asked here. */
export type Acceptance = boolean | undefined;

/** Schemas that mention each other may ask for the same again and again: so much is asked of one value, and so deep. */
const mostQuestions = 20_000;
const deepest = 200;
/** A pattern that repeats a group may take twice as long for each character more, any other one a power of them. */
const longestMatched = { plain: 200, repeating: 16 };

/**
 * Whether a schema accepts a value, by JSON Schema 2020-12 with formats as assertions (which is how generated services read
 * them). It rather does not tell than says something wrong: unevaluated properties and items are not followed through other
 * keywords, and only steps that can be counted exactly are asked of numbers.
 */
export function accepts(schema: Schema, value: Sample, schemas: SchemaTable): Acceptance {
  return new Questions(schemas).ask(schema, value);
}

class Questions {
  private count = 0;
  private depth = 0;

  constructor(private readonly schemas: SchemaTable) {}

  ask(schema: Schema, value: Sample): Acceptance {
    if (schema.kind === "boolean") return schema.accepts;
    if (++this.count > mostQuestions || this.depth >= deepest) return undefined;
    this.depth++;
    const answer = schema.kind === "ref" ? this.askReferred(schema, value) : this.askKeywords(schema, value);
    this.depth--;
    return answer;
  }

  private askReferred({ to }: RefSchema, value: Sample): Acceptance {
    const target = this.schemas.get(to);
    return target === undefined ? undefined : this.ask(target, value);
  }

  private askKeywords(schema: KeywordSchema, value: Sample): Acceptance {
    if (value === untold) return undefined;
    return all([
      () => askPlain(schema, value),
      () => this.askParts(schema, value),
      () => this.askCombined(taggedChoice(schema, this.schemas), value),
    ]);
  }

  private askParts(schema: KeywordSchema, value: Sample): Acceptance {
    if (isList(value)) return this.askItems(schema, value);
    return isObject(value) ? this.askProperties(schema, value) : true;
  }

  private askItems(schema: KeywordSchema, value: readonly Sample[]): Acceptance {
    const { prefixItems = [], items, contains, minContains = 1, maxContains = Infinity } = schema;
    const isEvaluated = items !== undefined || value.length <= prefixItems.length;
    return all([
      ...value.map((item, index) => () => {
        const own = prefixItems[index] ?? items;
        return own === undefined ? true : this.ask(own, item);
      }),
      () => {
        if (contains === undefined) return true;
        const answers = value.map((item) => this.ask(contains, item));
        const [least, most] = [answers.filter((one) => one === true), answers.filter((one) => one !== false)];
        if (most.length < minContains || least.length > maxContains) return false;
        return least.length >= minContains && most.length <= maxContains ? true : undefined;
      },
      () => (schema.uniqueItems === true ? areUnique(value) : true),
      () => (isEvaluated || acceptsAll(schema.unevaluatedItems) ? true : undefined),
    ]);
  }

  private askProperties(schema: KeywordSchema, value: SampleObject): Acceptance {
    const own = new Map((schema.properties ?? []).map((one) => [one.name, one.schema]));
    let isEvaluated = true;
    const checks = Object.entries(value).flatMap(([name, inner]) => {
      const named = own.get(name);
      const patterns = (schema.patternProperties ?? []).map((one) => ({
        schema: one.schema,
        isMatch: matches(one.name, name),
      }));
      const isDescribed = named !== undefined || patterns.some(({ isMatch }) => isMatch === true);
      if (!isDescribed && schema.additionalProperties === undefined) isEvaluated = false;
      return [
        () => (named === undefined ? true : this.ask(named, inner)),
        ...patterns.map((one) => () => either(one.isMatch, () => this.ask(one.schema, inner))),
        () => {
          if (isDescribed || schema.additionalProperties === undefined) return true;
          const answer = this.ask(schema.additionalProperties, inner);
          return answer === true || patterns.every(({ isMatch }) => isMatch === false) ? answer : undefined;
        },
        () => (schema.propertyNames === undefined ? true : this.ask(schema.propertyNames, name)),
      ];
    });
    const has = (name: string) => Object.hasOwn(value, name);
    return all([
      ...checks,
      () => (schema.required ?? []).every(has),
      () => (schema.dependentRequired ?? []).every(({ name, requires }) => !has(name) || requires.every(has)),
      ...(schema.dependentSchemas ?? [])
        .filter(({ name }) => has(name))
        .map((one) => () => this.ask(one.schema, value)),
      () => (isEvaluated || acceptsAll(schema.unevaluatedProperties) ? true : undefined),
    ]);
  }

  private askCombined(schema: KeywordSchema, value: Sample): Acceptance {
    const { allOf = [], anyOf, oneOf, not } = schema;
    const condition = schema.if;
    return all([
      ...allOf.map((one) => () => this.ask(one, value)),
      () => (anyOf === undefined ? true : any(anyOf.map((one) => this.ask(one, value)))),
      () => (oneOf === undefined ? true : exactlyOne(oneOf.map((one) => this.ask(one, value)))),
      () => (not === undefined ? true : negated(this.ask(not, value))),
      () => {
        if (condition === undefined) return true;
        const [yes, no] = [schema.then, schema.else].map((one) => (one === undefined ? true : this.ask(one, value)));
        const isMet = this.ask(condition, value);
        if (isMet === undefined) return yes === no ? yes : undefined;
        return isMet ? yes : no;
      },
    ]);
  }
}

/** What a schema says of the value itself. */
function askPlain(schema: KeywordSchema, value: Sample): Acceptance {
  const { types, enum: several, const: only } = schema;
  return all([
    () => types?.some((type) => isOfType(value, type)) ?? true,
    () => (several === undefined ? true : any(several.map((one) => isEqual(one, value)))),
    () => (only === undefined ? true : isEqual(only, value)),
    () => askBounds(schema, value),
    () => (typeof value === "string" && schema.pattern !== undefined ? matches(schema.pattern, value) : true),
    () => (schema.format === undefined ? true : fitsFormat(schema.format, value)),
  ]);
}

function askBounds(schema: KeywordSchema, value: Sample): Acceptance {
  const within = (size: number, least = 0, most = Infinity) => size >= least && size <= most;
  if (typeof value === "string") return within([...value].length, schema.minLength, schema.maxLength);
  if (isList(value)) return within(value.length, schema.minItems, schema.maxItems);
  if (isObject(value)) return within(Object.keys(value).length, schema.minProperties, schema.maxProperties);
  if (typeof value !== "number") return true;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const isWithin =
    within(value, minimum, maximum) &&
    (exclusiveMinimum === undefined || value > exclusiveMinimum) &&
    (exclusiveMaximum === undefined || value < exclusiveMaximum);
  return isWithin && multipleOf !== undefined ? isMultiple(value, multipleOf) : isWithin;
}

export function isOfType(value: Sample, type: JsonType): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return isList(value);
  if (type === "object") return isObject(value);
  return type === "null" ? value === null : typeof value === type;
}

/** In whole steps of the last decimal place of both. */
function isMultiple(value: number, step: number): Acceptance {
  const places = Math.max(decimalPlaces(value), decimalPlaces(step));
  const [whole, wholeStep] = [value, step].map((one) => Math.round(one * 10 ** places)) as [number, number];
  return Number.isSafeInteger(whole) && Number.isSafeInteger(wholeStep) && places <= 15
    ? whole % wholeStep === 0
    : undefined;
}

function decimalPlaces(value: number): number {
  const [digits = "", exponent = "0"] = value.toString().split("e");
  return Math.max(0, (digits.split(".")[1] ?? "").length - Number(exponent));
}

function matches(pattern: string, text: string): Acceptance {
  if (text.length > longestMatched[/\)[*+{]/.test(pattern) ? "repeating" : "plain"]) return undefined;
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return undefined;
  }
}

type TextTest = RegExp | ((text: string) => boolean);
type FormatRule =
  | true
  | TextTest
  | { readonly type: "number"; readonly validate: (value: number) => boolean }
  | { readonly type?: "string"; readonly validate: TextTest };

const formats: ReadonlyMap<string, FormatRule> = new Map(Object.entries(fullFormats as Record<string, FormatRule>));

/** A format that nobody knows says nothing (JSON Schema 2020-12 validation §7.2.3). */
function fitsFormat(name: string, value: Sample): boolean {
  const rule = formats.get(name) ?? true;
  if (rule === true) return true;
  if (typeof rule === "object" && "type" in rule && rule.type === "number")
    return typeof value !== "number" || rule.validate(value);
  if (typeof value !== "string") return true;
  const test = rule instanceof RegExp || typeof rule === "function" ? rule : (rule.validate as TextTest);
  return test instanceof RegExp ? test.test(value) : test(value);
}

function areUnique(values: readonly Sample[]): Acceptance {
  const answers = values.flatMap((one, index) => values.slice(index + 1).map((other) => negated(isEqual(one, other))));
  return all(answers.map((answer) => () => answer));
}

function isEqual(one: Sample, other: Sample): Acceptance {
  if (one === untold || other === untold) return undefined;
  if (isList(one) && isList(other))
    return one.length === other.length && all(one.map((item, index) => () => isEqual(item, other[index] as Sample)));
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length || !names.every((name) => Object.hasOwn(other, name))) return false;
  return all(names.map((name) => () => isEqual(one[name] as Sample, other[name] as Sample)));
}

function acceptsAll(schema: Schema | undefined): boolean {
  return schema === undefined || (schema.kind === "boolean" && schema.accepts);
}

function isList(value: Sample): value is readonly Sample[] {
  return Array.isArray(value);
}

function isObject(value: Sample): value is SampleObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first `false` ends it. */
function all(checks: readonly (() => Acceptance)[]): Acceptance {
  let answer: Acceptance = true;
  for (const check of checks) {
    const one = check();
    if (one === false) return false;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

function any(answers: readonly Acceptance[]): Acceptance {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function exactlyOne(answers: readonly Acceptance[]): Acceptance {
  const sure = answers.filter((one) => one === true).length;
  if (sure > 1) return false;
  return answers.includes(undefined) ? undefined : sure === 1;
}

function negated(answer: Acceptance): Acceptance {
  return answer === undefined ? undefined : !answer;
}

/** What is asked only where a condition is met. */
function either(isMet: Acceptance, ask: () => Acceptance): Acceptance {
  if (isMet === false) return true;
  const answer = ask();
  return isMet === true || answer === true ? answer : undefined;
}
