import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { JsonValue } from "../../model/json-value";
import { type DuplicateKey, depthLimit, type ParseProblem } from "./source-document";

export interface YamlPlace {
  readonly node: YAMLMap | YAMLSeq;
  readonly key: number;
}

export type YamlResult =
  | {
      readonly root: JsonValue;
      readonly places: ReadonlyMap<object, YamlPlace>;
      readonly duplicates: readonly DuplicateKey[];
    }
  | { readonly problem: ParseProblem; readonly kind: "syntax" | "too-deep" | "alias-bomb" };

/** Values that aliases may add to a document; a reader that follows them visits each again. */
const aliasLimit = 1_000_000;

/** Parses YAML 1.2 (core schema, merge keys) into JSON values and keeps the places of all containers. */
export function parseYaml(text: string): YamlResult {
  const documents = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, merge: true });
  const document: Document.Parsed | undefined = documents[0];
  if (document === undefined) return { root: null, places: new Map(), duplicates: [] };
  const error = document.errors[0] ?? document.warnings[0];
  if (error !== undefined) {
    // The parser recurses, too, and says so when thousands of `[` exhaust the stack.
    const kind = error.code === "RESOURCE_EXHAUSTION" ? "too-deep" : "syntax";
    return { problem: { offset: error.pos[0], reason: error.message }, kind };
  }
  if (documents.length > 1) {
    const offset = documents[1]?.range[0] ?? 0;
    return { problem: { offset, reason: "a second document starts here; a description is one" }, kind: "syntax" };
  }
  const conversion = new YamlConversion();
  try {
    const root = conversion.convert(document.contents, 0, 0);
    return { root, places: conversion.places, duplicates: conversion.duplicates };
  } catch (problem) {
    if (problem instanceof YamlProblem) {
      return { problem: { offset: problem.offset, reason: problem.message }, kind: problem.kind };
    }
    throw problem;
  }
}

/** Offset of a key of a mapping (or of the mapping that it is merged from), or of an item of a sequence. */
export function findYamlKey(place: YamlPlace, key: string | number): number {
  if (isSeq(place.node)) return offsetOf(place.node.items[key as number], place.key);
  for (const pair of place.node.items) {
    if (isScalar(pair.key) && keyText(pair.key.value, pair.key.source) === key) return offsetOf(pair.key, place.key);
  }
  return place.key;
}

class YamlProblem extends Error {
  constructor(
    readonly offset: number,
    readonly kind: "syntax" | "too-deep" | "alias-bomb",
    reason: string,
  ) {
    super(reason);
  }
}

class YamlConversion {
  readonly places = new Map<object, YamlPlace>();
  readonly duplicates: DuplicateKey[] = [];
  readonly #anchors = new Map<string, { readonly value: JsonValue; readonly size: number }>();
  readonly #open = new Set<string>();
  /** Values seen, those behind aliases counted again. */
  #size = 0;
  #aliased = 0;

  convert(node: unknown, key: number, depth: number): JsonValue {
    if (depth > depthLimit) throw new YamlProblem(key, "too-deep", "too deep");
    const before = this.#size++;
    if (isAlias(node)) return this.alias(node.source, offsetOf(node, key));
    const anchor = (node as (Node & { anchor?: string }) | null)?.anchor;
    if (anchor !== undefined) this.#open.add(anchor);
    const value = this.plain(node, key, depth);
    if (anchor !== undefined) {
      this.#open.delete(anchor);
      this.#anchors.set(anchor, { value, size: this.#size - before });
    }
    return value;
  }

  private plain(node: unknown, key: number, depth: number): JsonValue {
    if (isMap(node)) return this.map(node, key, depth);
    if (isSeq(node)) {
      const result: JsonValue[] = [];
      this.places.set(result, { node, key });
      for (const item of node.items) result.push(this.convert(item, offsetOf(item, key), depth + 1));
      return result;
    }
    if (!isScalar(node)) return null;
    const { value } = node;
    if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    if (value === undefined) return null;
    throw new YamlProblem(offsetOf(node, key), "syntax", `\`${node.source ?? String(value)}\` is not a JSON value`);
  }

  private map(node: YAMLMap, key: number, depth: number): JsonValue {
    const result: Record<string, JsonValue> = Object.create(null);
    this.places.set(result, { node, key });
    const firsts = new Map<string, number>();
    for (const pair of node.items as Pair[]) {
      const offset = offsetOf(pair.key, key);
      if (isMergeKey(pair)) {
        this.merge(result, pair.value, offset, depth);
        continue;
      }
      const name = this.keyName(pair.key, offset);
      const first = firsts.get(name);
      if (first !== undefined) this.duplicates.push({ key: name, offset, firstOffset: first });
      firsts.set(name, offset);
      result[name] = this.convert(pair.value, offset, depth + 1);
    }
    return result;
  }

  /** `<<`: the keys of one mapping or of several; keys that are there, before or after it, win. */
  private merge(result: Record<string, JsonValue>, node: unknown, offset: number, depth: number): void {
    const source = this.convert(node, offset, depth + 1);
    const sources = Array.isArray(source) ? source : [source];
    for (const one of sources as JsonValue[]) {
      if (typeof one !== "object" || one === null || Array.isArray(one)) {
        throw new YamlProblem(offset, "syntax", "`<<` takes a mapping or a list of mappings");
      }
      for (const [name, value] of Object.entries(one)) if (!(name in result)) result[name] = value;
    }
  }

  private keyName(key: unknown, offset: number): string {
    if (isScalar(key)) return keyText(key.value, key.source);
    if (key === null) return "";
    throw new YamlProblem(offset, "syntax", "a key must be plain text");
  }

  private alias(name: string, offset: number): JsonValue {
    if (this.#open.has(name)) throw new YamlProblem(offset, "alias-bomb", `the alias \`*${name}\` contains itself`);
    const anchor = this.#anchors.get(name);
    if (anchor === undefined)
      throw new YamlProblem(offset, "syntax", `no anchor \`&${name}\` stands before this alias`);
    this.#size += anchor.size;
    this.#aliased += anchor.size;
    if (this.#aliased > aliasLimit) {
      throw new YamlProblem(offset, "alias-bomb", `aliases add more than ${aliasLimit} values`);
    }
    return anchor.value;
  }
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.type === "PLAIN" && pair.key.source === "<<";
}

/** The key as it is written, so that `200`, `1.0` and `0x10` stay what the author sees. */
function keyText(value: unknown, source: string | undefined): string {
  return typeof value === "string" ? value : (source ?? String(value));
}

function offsetOf(node: unknown, otherwise: number): number {
  return (node as Node | null | undefined)?.range?.[0] ?? otherwise;
}
