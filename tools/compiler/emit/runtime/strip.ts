import type { TSchema } from "@sinclair/typebox";
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
    const steps = [ofObject(keywords), ofItems(keywords), ...ofAll(keywords), ofChoice(keywords)];
    const strip = inTurn(steps.filter((step) => step !== undefined));
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
    const isKnown = knownNames(keywords, resolve);
    const rest = isSchema(keywords.additionalProperties) ? make(keywords.additionalProperties) : undefined;
    if (inner.size === 0 && refused.size === 0 && isKnown === undefined && rest === undefined) return undefined;
    const declared = propertiesOf(keywords, resolve);
    const stripOfProperty = (name: string) =>
      inner.get(name) ?? (rest === undefined || Object.hasOwn(declared, name) ? undefined : rest);
    return (value) => {
      if (!isRecord(value)) return value;
      // Most replies hold nothing that has to be taken out: what stays as it is is not copied.
      let result: Record<string, unknown> | undefined;
      const names = Object.keys(value);
      for (let index = 0; index < names.length; index += 1) {
        const name = names[index] as string;
        const given = value[name];
        const isLeftOut = refused.has(name) || isKnown?.(name) === false;
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
    const names = branches.map((branch) => knownNames(resolve(branch), resolve));
    return (value) => {
      for (const { strip, fits } of strips) {
        const left = strip === undefined ? value : strip(value);
        if (fits(toJson(left))) return left;
      }
      if (!isRecord(value) || names.includes(undefined)) return value;
      return Object.fromEntries(Object.entries(value).filter(([name]) => names.some((isKnown) => isKnown?.(name))));
    };
  };

  return make(schema);
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

/** Which names a closed object may have; `undefined`: it is open. */
function knownNames(keywords: Keywords, resolve: Resolve): ((name: string) => boolean) | undefined {
  const isClosed = keywords.additionalProperties === false || isNever(keywords.additionalProperties);
  const isAllClosed = keywords.unevaluatedProperties === false || isNever(keywords.unevaluatedProperties);
  if (!isClosed && !isAllClosed) return undefined;
  const parts = isClosed ? [keywords] : partsOf(keywords, resolve, new Set());
  const names = new Set(parts.flatMap((part) => Object.keys(propertiesOf(part, resolve))));
  const patterns = parts.flatMap(({ patternProperties }) =>
    Object.keys((patternProperties as object | undefined) ?? {}),
  );
  const expressions = patterns.map((pattern) => new RegExp(pattern, "u"));
  return (name) => names.has(name) || expressions.some((one) => one.test(name));
}

/** Every schema that may say something of the same object. */
function partsOf(schema: unknown, resolve: Resolve, seen: Set<Keywords>): readonly Keywords[] {
  const keywords = resolve(schema);
  if (seen.has(keywords)) return [];
  seen.add(keywords);
  const lists = [keywords.allOf, keywords.anyOf, keywords.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const single = [
    keywords.if,
    keywords.then,
    keywords.else,
    ...Object.values((keywords.dependentSchemas as object) ?? {}),
  ];
  const inner = [...lists, ...single].filter(isSchema);
  return [keywords, ...inner.flatMap((one) => partsOf(one, resolve, seen))];
}

/** The schema `false`, as it is or as TypeBox writes it. */
function isNever(schema: unknown): boolean {
  if (schema === false) return true;
  return isRecord(schema) && isRecord(schema.not) && Object.keys(schema.not).length === 0;
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

function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? "null");
}

function define(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
