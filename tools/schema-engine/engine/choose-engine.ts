import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { DatabaseConfig } from "../../workspace/project-config";
import { deltaEngine } from "./delta-engine";
import type { SchemaEngine } from "./schema-engine";

/** The engine that specline.json names, so that the machines of a team agree. */
export function chooseEngine(name: DatabaseConfig["engine"], configPath: string): SchemaEngine {
  switch (name) {
    case "delta":
      return deltaEngine;
    case "atlas":
      throw new Refused([problem("migration/engine-not-available", { file: configPath })]);
    default:
      throw new Error(`unknown engine: ${String(name satisfies never)}`);
  }
}
