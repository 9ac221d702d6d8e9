import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ApiConfig } from "./project-config";

/** `specline.json` of an API's project; `undefined` when there is none, or it is no API's. */
export function readApiConfig(workspaceRoot: string, projectRoot: string): ApiConfig | undefined {
  try {
    const value = JSON.parse(readFileSync(join(workspaceRoot, projectRoot, "specline.json"), "utf8")) as ApiConfig;
    return value.kind === "api" && typeof value.directory === "string" ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
