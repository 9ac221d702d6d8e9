import { readFileSync } from "node:fs";
import { join } from "node:path";

export type JsonObject = Readonly<Record<string, unknown>>;

/** An object, or an empty one where the file is missing, broken or something else: executors report that, not the graph. */
export function readJson(workspaceRoot: string, path: string): JsonObject {
  try {
    return asObject(JSON.parse(readFileSync(join(workspaceRoot, path), "utf8")));
  } catch {
    return {};
  }
}

export function objectField(object: JsonObject, key: string): JsonObject {
  return asObject(object[key]);
}

export function textField(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function asObject(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
