import type { JsonValue } from "../../model/json-value";
import { type DuplicateKey, depthLimit, type ParseProblem } from "./source-document";

/** Where an object or array starts, and where the key (or item) that holds it does. */
export interface ContainerPlace {
  readonly start: number;
  readonly key: number;
}

export type JsonResult =
  | {
      readonly root: JsonValue;
      readonly places: ReadonlyMap<object, ContainerPlace>;
      readonly duplicates: readonly DuplicateKey[];
    }
  | { readonly problem: ParseProblem; readonly isTooDeep: boolean };

/**
 * Parses JSON (RFC 8259) and keeps the places of all containers. `JSON.parse` keeps no place and hides duplicate keys, and
 * the YAML parser needs ten times as long for a description of some megabytes.
 */
export function parseJson(text: string): JsonResult {
  const parser = new JsonParser(text);
  try {
    return { root: parser.document(), places: parser.places, duplicates: parser.duplicates };
  } catch (error) {
    if (error instanceof JsonProblem) {
      return { problem: { offset: error.offset, reason: error.message }, isTooDeep: error.isTooDeep };
    }
    throw error;
  }
}

/** Offset of a key of the object, or of an item of the array, that starts at `start` in valid JSON. */
export function findJsonKey(text: string, start: number, key: string | number): number {
  return new JsonParser(text, start).find(key);
}

class JsonProblem extends Error {
  constructor(
    readonly offset: number,
    reason: string,
    readonly isTooDeep = false,
  ) {
    super(reason);
  }
}

/** A generated file with thousands of equal keys needs no more than the first ones named. */
const duplicateLimit = 50;

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class JsonParser {
  readonly places = new Map<object, ContainerPlace>();
  readonly duplicates: DuplicateKey[] = [];
  #depth = 0;

  constructor(
    private readonly text: string,
    private at = 0,
  ) {}

  document(): JsonValue {
    this.space();
    const root = this.value(this.at);
    this.space();
    if (this.at < this.text.length) throw new JsonProblem(this.at, "there is more text after the end of the value");
    return root;
  }

  find(key: string | number): number {
    const isObject = this.text.charCodeAt(this.at) === 123;
    this.at++;
    for (let index = 0; ; index++) {
      this.space();
      const offset = this.at;
      if (isObject) {
        const name = this.string();
        if (name === key) return offset;
        this.space();
        this.at++;
        this.space();
      } else if (index === key) {
        return offset;
      }
      this.value(offset);
      this.space();
      if (this.text.charCodeAt(this.at) !== 44) return offset;
      this.at++;
    }
  }

  private value(keyOffset: number): JsonValue {
    switch (this.text.charCodeAt(this.at)) {
      case 123:
        return this.object(keyOffset);
      case 91:
        return this.array(keyOffset);
      case 34:
        return this.string();
      case 116:
        return this.word("true", true);
      case 102:
        return this.word("false", false);
      case 110:
        return this.word("null", null);
      default:
        return this.number();
    }
  }

  private object(keyOffset: number): JsonValue {
    const start = this.at;
    const result: Record<string, JsonValue> = Object.create(null);
    this.open(result, start, keyOffset);
    if (this.text.charCodeAt(this.at) === 125) return this.close(result);
    for (;;) {
      const offset = this.at;
      if (this.text.charCodeAt(offset) !== 34) throw this.unexpected("a key in double quotes");
      const key = this.string();
      if (key in result && this.duplicates.length < duplicateLimit) {
        this.duplicates.push({ key, offset, firstOffset: findJsonKey(this.text, start, key) });
      }
      this.space();
      if (this.text.charCodeAt(this.at) !== 58) throw this.unexpected("`:`");
      this.at++;
      this.space();
      result[key] = this.value(offset);
      if (this.separator(125, "`,` or `}`")) return this.close(result);
    }
  }

  private array(keyOffset: number): JsonValue {
    const result: JsonValue[] = [];
    this.open(result, this.at, keyOffset);
    if (this.text.charCodeAt(this.at) === 93) return this.close(result);
    for (;;) {
      result.push(this.value(this.at));
      if (this.separator(93, "`,` or `]`")) return this.close(result);
    }
  }

  private open(container: object, start: number, key: number): void {
    if (++this.#depth > depthLimit) throw new JsonProblem(start, "too deep", true);
    this.places.set(container, { start, key });
    this.at++;
    this.space();
  }

  private close<Value>(container: Value): Value {
    this.#depth--;
    this.at++;
    return container;
  }

  /** Passes a comma; true at the end of the container. */
  private separator(end: number, expected: string): boolean {
    this.space();
    const character = this.text.charCodeAt(this.at);
    if (character === end) return true;
    if (character !== 44) throw this.unexpected(expected);
    this.at++;
    this.space();
    return false;
  }

  private string(): string {
    const start = this.at;
    for (let at = start + 1; ; at++) {
      const character = this.text.charCodeAt(at);
      if (character === 34) {
        this.at = at + 1;
        return this.text.slice(start + 1, at);
      }
      if (character === 92) return this.escapedString(start);
      if (!(character >= 32)) throw this.unterminated(start, at);
    }
  }

  private escapedString(start: number): string {
    let at = start + 1;
    for (; ; at++) {
      const character = this.text.charCodeAt(at);
      if (character === 34) break;
      if (character === 92) at++;
      else if (!(character >= 32)) throw this.unterminated(start, at);
    }
    this.at = at + 1;
    try {
      return JSON.parse(this.text.slice(start, at + 1)) as string;
    } catch {
      throw new JsonProblem(start, "this string has an invalid escape");
    }
  }

  private unterminated(start: number, at: number): JsonProblem {
    return at < this.text.length && this.text.charCodeAt(at) !== 10
      ? new JsonProblem(at, "a control character must be escaped in a string")
      : new JsonProblem(start, "this string has no closing quote");
  }

  private number(): number {
    numberPattern.lastIndex = this.at;
    const found = numberPattern.exec(this.text);
    if (found === null) throw this.unexpected("a value");
    this.at = numberPattern.lastIndex;
    return Number(found[0]);
  }

  private word<Value>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.at)) throw this.unexpected("a value");
    this.at += word.length;
    return value;
  }

  private space(): void {
    for (;;) {
      const character = this.text.charCodeAt(this.at);
      if (character !== 32 && character !== 10 && character !== 13 && character !== 9) return;
      this.at++;
    }
  }

  private unexpected(expected: string): JsonProblem {
    const found = this.at < this.text.length ? `\`${this.text.slice(this.at, this.at + 1)}\`` : "the end of the file";
    return new JsonProblem(this.at, `expected ${expected}, found ${found}`);
  }
}
