import type { JsonValue } from "../model/json-value";
import type { Service } from "../model/service";
import type { Slice } from "../model/slice";
import type { EmittedFile } from "./emitted-file";
import { nameService } from "./names/names";

/** `slices/<resource>/slice.json`: canonical JSON, so that equal slices are equal bytes. */
export function emitSlices(service: Service, slices: readonly Slice[]): readonly EmittedFile[] {
  const names = nameService(service);
  return slices.map(({ resource, content }) => ({
    path: `slices/${names.resource(resource)}/slice.json`,
    content: `${JSON.stringify(sorted(content), null, 2)}\n`,
    owner: "specline",
  }));
}

function sorted(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
