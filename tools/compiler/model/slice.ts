import type { JsonValue } from "./json-value";

/**
 * The canonical part of the specs that one resource depends on: its operations, the closure of components, servers and
 * security, and the tables that it touches. Titles, descriptions, examples, key order and formatting are not in it.
 */
export interface Slice {
  readonly resource: string;
  readonly content: JsonValue;
}
