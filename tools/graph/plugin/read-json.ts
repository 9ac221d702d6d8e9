import { readFileSync } from "node:fs";
import { join } from "node:path";

/** An object, or an empty one where the file is missing, broken or something else: executors report that, not the graph. */
export function readJson(workspaceRoot: string, path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(join(workspaceRoot, path), "utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

export function textField(object: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = object[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}
