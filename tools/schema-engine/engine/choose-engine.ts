import { findAtlas } from "../../atlas/find-atlas";
import { Refused } from "../../report/refused";
import type { DatabaseConfig } from "../../workspace/project-config";
import { atlasEngine } from "./atlas-engine";
import { deltaEngine } from "./delta-engine";
import type { SchemaEngine } from "./schema-engine";

/**
 * The engine that specline.json names, so that the machines of a team agree: where it cannot be had, another is not taken instead. Builds Atlas
 * when need be. Throws `Refused`.
 */
export async function chooseEngine(
  name: DatabaseConfig["engine"],
  onLine: (line: string) => void,
): Promise<SchemaEngine> {
  if (name === "delta") return deltaEngine;
  const search = await findAtlas(onLine);
  if (search.kind === "missing") throw new Refused([search.problem]);
  return atlasEngine(search.program);
}
