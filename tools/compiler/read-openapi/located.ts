import type { SourceSpan } from "../diagnostics/source-span";
import type { JsonValue } from "../model/json-value";
import type { SourceDocument } from "./source/source-document";

/** A value of a source file together with its place: what all readers pass on to each other. */
export class Located {
  constructor(
    readonly source: SourceDocument,
    readonly value: JsonValue,
    /** Object or array that holds the value; none: the root of the file. */
    readonly container?: object,
    private readonly key?: string | number,
  ) {}

  /** Place of the key that holds the value, or of the item in its list. */
  get span(): SourceSpan {
    if (this.container === undefined || this.key === undefined) return this.source.start;
    return this.source.spanOf(this.container, this.key);
  }

  get isObject(): boolean {
    return typeof this.value === "object" && this.value !== null && !Array.isArray(this.value);
  }

  /** Another value at the same place. */
  withValue(value: JsonValue): Located {
    return new Located(this.source, value, this.container, this.key);
  }

  /** Member of an object; `undefined` when there is none or this is no object. */
  get(key: string): Located | undefined {
    if (!this.isObject) return undefined;
    const members = this.value as { readonly [key: string]: JsonValue };
    const value = members[key];
    return value === undefined ? undefined : new Located(this.source, value, members, key);
  }

  /** Item of an array by its index, or member of an object by its key: one step of a JSON pointer. */
  step(key: string): Located | undefined {
    if (!Array.isArray(this.value)) return this.get(key);
    const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1;
    const value = (this.value as readonly JsonValue[])[index];
    return value === undefined ? undefined : new Located(this.source, value, this.value, index);
  }

  /** Members of an object in the file's order; empty for anything else. */
  entries(): readonly (readonly [key: string, value: Located])[] {
    if (!this.isObject) return [];
    const members = this.value as { readonly [key: string]: JsonValue };
    return Object.keys(members).map((key) => [key, new Located(this.source, members[key] as JsonValue, members, key)]);
  }

  /** Items of an array; empty for anything else. */
  items(): readonly Located[] {
    if (!Array.isArray(this.value)) return [];
    const list = this.value as readonly JsonValue[];
    return list.map((value, index) => new Located(this.source, value, list, index));
  }
}

/** Kind of a value in the words of a message. */
export function kindOf(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return `\`${value.length > 40 ? `${value.slice(0, 40)}…` : value}\``;
  return String(value);
}
