import type { JsonValue } from "../../report/json";
import type { ApiDocument, JsonSchema } from "./api-document";
import { flatten, type Keywords, typesOf } from "./flatten";
import type { Oracle } from "./oracle";
import { parse } from "./value-mutants";
import { type Field, type FieldStyle, plainField, separatorOf } from "./written-value";

/** How the properties of an object are written; those that are not named, as `plainField`. */
export type FieldStyles = Readonly<Record<string, FieldStyle>>;

interface Reader {
  readonly oracle: Oracle;
  readonly schemas: ApiDocument["components"]["schemas"];
  /** Where a text may stand for itself and for a number, it is read as this one. */
  readonly prefersText: boolean;
  readonly memory: Memory;
}

/** Fields that were read before: of a form with hundreds of them, a case changes one. */
export type Memory = Map<string, JsonValue>;

/** What stands below a name: `a[b]=1&a[c][]=2` has `b` and `c` below `a`. */
interface Branch {
  readonly texts: string[];
  readonly below: Map<string, Branch>;
}

/**
 * The objects that a server may take fields for. They have no types, so each text is what its own schema accepts of what it can
 * stand for, and where that leaves a choice both are given: fields are wrong only if all of these are.
 */
export function readingsOf(
  document: ApiDocument,
  oracle: Oracle,
  schema: JsonSchema,
  styles: FieldStyles,
  fields: readonly Field[],
  memory: Memory = new Map(),
): readonly JsonValue[] {
  const { schemas } = document.components;
  return [false, true].map((prefersText) =>
    readFields({ oracle, schemas, prefersText, memory }, schema, styles, fields),
  );
}

function readFields(reader: Reader, schema: JsonSchema, styles: FieldStyles, fields: readonly Field[]): JsonValue {
  const root = branch();
  const spread = Object.entries(styles).filter(
    ([, { style, explode, isJson }]) => style === "form" && explode && !isJson,
  );
  for (const [name, text] of fields) {
    const owner = spread.find(([property]) => mayBeObject(reader, fieldSchema(reader, schema, property), name));
    branchAt(root, owner === undefined ? pathOf(name, styles) : [owner[0], name]).texts.push(text);
  }
  const entries = [...root.below].map(([name, one]) => {
    const key = JSON.stringify([reader.prefersText, name, shown(one)]);
    const known = reader.memory.get(key);
    if (known !== undefined) return [name, known] as const;
    const style = Object.hasOwn(styles, name) ? (styles[name] ?? plainField) : plainField;
    const value = readBranch(reader, one, fieldSchema(reader, schema, name), style);
    reader.memory.set(key, value);
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}

function branch(): Branch {
  return { texts: [], below: new Map() };
}

function shown({ texts, below }: Branch): JsonValue {
  return [texts, [...below].map(([name, one]) => [name, shown(one)])];
}

function branchAt(root: Branch, path: readonly string[]): Branch {
  let current = root;
  for (const part of path) {
    const next = current.below.get(part) ?? branch();
    current.below.set(part, next);
    current = next;
  }
  return current;
}

function pathOf(name: string, styles: FieldStyles): readonly string[] {
  const [, start = "", rest = ""] = /^([^[]*)((?:\[[^[\]]*\])+)$/.exec(name) ?? [];
  const isDeep = Object.hasOwn(styles, start) && styles[start]?.style === "deepObject";
  return isDeep ? [start, ...rest.slice(1, -1).split("][")] : [name];
}

/** Whether an object whose members are fields of their own has this one. */
function mayBeObject(reader: Reader, schema: JsonSchema, member: string): boolean {
  const { properties } = flatten(schema, reader.schemas);
  return typeof properties === "object" && properties !== null && Object.hasOwn(properties, member);
}

/** What is said of a property, by the schema or by one of its alternatives. */
function fieldSchema({ schemas }: Reader, schema: JsonSchema, name: string): JsonSchema {
  const flat = flatten(schema, schemas);
  const branches = [flat.oneOf, flat.anyOf].flatMap((list) => (Array.isArray(list) ? (list as JsonSchema[]) : []));
  const said = [flat, ...branches.map((one) => flatten(one, schemas))].flatMap((one): readonly JsonSchema[] => {
    const properties = (one.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return own === undefined ? [] : [own];
  });
  if (said.length > 0) return said.length === 1 ? (said[0] ?? true) : { anyOf: said as JsonValue };
  return typeof flat.additionalProperties === "object" ? (flat.additionalProperties as Keywords) : true;
}

function readBranch(reader: Reader, { texts, below }: Branch, schema: JsonSchema, style: FieldStyle): JsonValue {
  const flat = flatten(schema, reader.schemas);
  const items = (flat.items as JsonSchema | undefined) ?? true;
  if (below.size > 0) {
    const isList = [...below.keys()].every((name) => /^\d*$/.test(name)) && !typesOf(flat).includes("object");
    if (isList)
      return [...below].flatMap(([name, one]) =>
        name === "" ? one.texts.map((text) => single(reader, text, items)) : [readBranch(reader, one, items, style)],
      );
    return Object.fromEntries(
      [...below].map(([name, one]) => [name, readBranch(reader, one, fieldSchema(reader, schema, name), style)]),
    );
  }
  if (texts.length > 1) return texts.map((text) => single(reader, text, items));
  const [text = ""] = texts;
  const parts = text.split(separatorOf(style));
  const lists = [[text], text === "" ? [] : parts].map((list) => list.map((one) => single(reader, one, items)));
  const pairs = parts.flatMap((name, index) =>
    index % 2 === 0 ? [[name, single(reader, parts[index + 1] ?? "", fieldSchema(reader, schema, name))]] : [],
  );
  return single(reader, text, schema, [...lists, Object.fromEntries(pairs) as JsonValue]);
}

/** The first of what a text can stand for that the schema accepts, else the text. */
function single(
  { oracle, prefersText }: Reader,
  text: string,
  schema: JsonSchema,
  more: readonly JsonValue[] = [],
): JsonValue {
  const validate = oracle.request(schema);
  const typed: readonly JsonValue[] = [
    ...(/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? [Number(text)] : []),
    ...(text === "true" || text === "false" ? [text === "true"] : []),
    ...(text === "" ? [null] : []),
    ...(/^\s*[[{]/.test(text) ? [parse(text) ?? text] : []),
    ...more,
  ];
  const all = prefersText ? [text, ...typed] : [...typed, text];
  return all.find((one) => validate?.(one) === true) ?? text;
}
