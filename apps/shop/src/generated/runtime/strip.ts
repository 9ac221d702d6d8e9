// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 82c3ec3749bbf212
import type { TSchema } from "@sinclair/typebox";
import { asJson } from "./as-json.js";
import { isNever, knownNames, patternsOf } from "./known-names.js";
import { type Keywords, propertiesOf, type Resolve } from "./parameter-value.js";
import { fitOf } from "./validation.js";

/** Takes out of a reply what its schema does not know and does not allow. */
export type Strip = (value: unknown) => unknown;

/** `undefined`: the schema is open everywhere, so that nothing has to be taken out. */
export function stripOf(schema: unknown, resolve: Resolve, referenced: readonly TSchema[]): Strip | undefined {
  const entries = new Map<Keywords, { isMade: boolean; strip: Strip | undefined }>();

  const make = (given: unknown): Strip | undefined => {
    const keywords = resolve(given);
    const known = entries.get(keywords);
    if (known?.isMade) return known.strip;
    // A schema that contains itself is asked again when there is a value.
    if (known !== undefined) return (value) => (known.strip === undefined ? value : known.strip(value));
    const entry: { isMade: boolean; strip: Strip | undefined } = { isMade: false, strip: undefined };
    entries.set(keywords, entry);
    const steps = [
      ...[ofObject(keywords), ofItems(keywords), ...ofAll(keywords)],
      ...[ofChoice(keywords), ofCondition(keywords), ...ofDependent(keywords)],
    ];
    const strip = inTurn(steps.filter(isStrip));
    entry.strip = strip && ((value) => strip(written(value)));
    entry.isMade = true;
    return entry.strip;
  };

  const ofObject = (keywords: Keywords): Strip | undefined => {
    const inner = new Map<string, Strip>();
    const refused = new Set<string>();
    for (const [name, one] of Object.entries(propertiesOf(keywords, resolve))) {
      if (isNever(one)) refused.add(name);
      const strip = make(one);
      if (strip !== undefined) inner.set(name, strip);
    }
    const allPatterns = patternsOf(keywords).map(([pattern, one]) => ({ one, is: new RegExp(pattern, "u") }));
    const refusing = allPatterns.filter(({ one }) => isNever(one));
    const patterns = allPatterns.map(({ one, is }) => ({ is, strip: make(one) }));
    const known = knownNames(keywords, resolve, referenced);
    const rest = isSchema(keywords.additionalProperties) ? make(keywords.additionalProperties) : undefined;
    const steps = [...inner.values(), rest, ...patterns.map(({ strip }) => strip)];
    if (refused.size + refusing.length === 0 && known === undefined && steps.every((strip) => strip === undefined))
      return undefined;
    const declared = propertiesOf(keywords, resolve);
    /** "additionalProperties" is for what neither "properties" nor "patternProperties" names (JSON Schema 2020-12, 10.3.2.3). */
    const stripOfProperty = (name: string): Strip | undefined => {
      const own = inner.get(name);
      if (patterns.length === 0) return own ?? (rest === undefined || Object.hasOwn(declared, name) ? undefined : rest);
      const fitting = patterns.filter(({ is }) => is.test(name));
      const isNamed = fitting.length > 0 || Object.hasOwn(declared, name);
      return inTurn([own, ...fitting.map(({ strip }) => strip), isNamed ? undefined : rest].filter(isStrip));
    };
    return (value) => {
      if (!isRecord(value)) return value;
      const isKnown = known?.(value);
      // Most replies hold nothing that has to be taken out: what stays as it is is not copied.
      let result: Record<string, unknown> | undefined;
      const names = Object.keys(value);
      for (let index = 0; index < names.length; index += 1) {
        const name = names[index] as string;
        const given = value[name];
        const isRefused = refused.has(name) || refusing.some(({ is }) => is.test(name));
        const isLeftOut = isRefused || isKnown?.(name) === false;
        const strip = isLeftOut ? undefined : stripOfProperty(name);
        const one = strip === undefined ? given : strip(given);
        if (result === undefined && (isLeftOut || one !== given)) result = firstOf(value, names.slice(0, index));
        if (result !== undefined && !isLeftOut) define(result, name, one);
      }
      return result ?? value;
    };
  };

  const ofItems = ({ items, prefixItems }: Keywords): Strip | undefined => {
    const first = Array.isArray(prefixItems) ? prefixItems.map(make) : [];
    const isClosed = items === false || isNever(items);
    const rest = isSchema(items) && !isClosed ? make(items) : undefined;
    if (rest === undefined && !isClosed && first.every((strip) => strip === undefined)) return undefined;
    return (value) => {
      if (!Array.isArray(value)) return value;
      const allowed: readonly unknown[] =
        isClosed && value.length > first.length ? value.slice(0, first.length) : value;
      const stripped = allowed.map((one, index) => {
        const strip = index < first.length ? first[index] : rest;
        return strip === undefined ? one : strip(one);
      });
      const isSame = stripped.length === value.length && stripped.every((one, index) => one === value[index]);
      return isSame ? value : stripped;
    };
  };

  const ofAll = ({ allOf }: Keywords): (Strip | undefined)[] => (Array.isArray(allOf) ? allOf.map(make) : []);

  /** The first branch that what is left of a value satisfies; a value that fits none is broken, and keeps what some branch knows. */
  const ofChoice = (keywords: Keywords): Strip | undefined => {
    const branches = [keywords.oneOf, keywords.anyOf].flatMap((list) =>
      Array.isArray(list) ? (list as TSchema[]) : [],
    );
    const strips = branches.map((branch) => ({ strip: make(branch), fits: fitOf(branch, referenced) }));
    if (strips.every(({ strip }) => strip === undefined)) return undefined;
    const names = branches.map((branch) => knownNames(resolve(branch), resolve, referenced));
    return (value) => {
      for (const { strip, fits } of strips) {
        const left = strip === undefined ? value : strip(value);
        if (fits(asJson(left))) return left;
      }
      if (!isRecord(value) || names.includes(undefined)) return value;
      return Object.fromEntries(Object.entries(value).filter(([name]) => names.some((known) => known?.(value)(name))));
    };
  };

  /** The branch that the value chooses. */
  const ofCondition = ({ if: condition, then: first, else: second }: Keywords): Strip | undefined => {
    if (condition === undefined) return undefined;
    const [held, failed] = [first, second].map(make);
    if (held === undefined && failed === undefined) return undefined;
    const fits = fitOf(condition as TSchema, referenced);
    return (value) => ((fits(asJson(value)) ? held : failed) ?? same)(value);
  };

  /** What holds as soon as the object has a property. */
  const ofDependent = ({ dependentSchemas }: Keywords): (Strip | undefined)[] =>
    Object.entries((dependentSchemas as Readonly<Record<string, unknown>> | undefined) ?? {}).map(([name, one]) => {
      const strip = make(one);
      return strip && ((value) => (isRecord(value) && Object.hasOwn(value, name) ? strip(value) : value));
    });

  return make(schema);
}

function isStrip(strip: Strip | undefined): strip is Strip {
  return strip !== undefined;
}

function same(value: unknown): unknown {
  return value;
}

/** `undefined`: nothing has to be done. */
function inTurn(steps: readonly Strip[]): Strip | undefined {
  const [first] = steps;
  return steps.length < 2 ? first : (value) => steps.reduce((result, step) => step(result), value);
}

/** The properties of these names. */
function firstOf(value: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of names) define(found, name, value[name]);
  return found;
}

function isSchema(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !hasOwnForm(value);
}

/** What JSON will have of a value with a form of its own: that, and not the value, must not have more than the schema knows. */
function written(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !hasOwnForm(value)) return value;
  return (value as { readonly toJSON: (key: string) => unknown }).toJSON("");
}

/** A date, say, is written by its own `toJSON`. */
function hasOwnForm(value: object): boolean {
  return "toJSON" in value && typeof value.toJSON === "function";
}

function define(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
