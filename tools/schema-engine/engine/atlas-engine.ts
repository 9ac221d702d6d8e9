import type { AtlasProgram } from "../../atlas/atlas-program";
import { diffDatabases } from "../../atlas/diff-databases";
import { readStatements } from "../sql/read-statements";
import { deltaEngine } from "./delta-engine";
import { keepCounters } from "./keep-counters";
import { objectsLeftOutByAtlas } from "./objects-left-out-by-atlas";
import { planFailed } from "./plan-failed";
import type { SchemaEngine } from "./schema-engine";

const strategy = "atlas";

/** Atlas, behind our interface: our program on its library, or the official one. pg-delta plans what it does not model. */
export function atlasEngine(atlas: AtlasProgram): SchemaEngine {
  return {
    name: "atlas",
    description: atlas.description,
    strategies: [strategy],
    standIn: { engine: deltaEngine, objectsLeftOut: objectsLeftOutByAtlas },
    async plan(fromUrl, toUrl) {
      const made = await diffDatabases(atlas, { fromUrl, toUrl });
      if (made.kind === "failed") throw planFailed(atlas.description, strategy, made.reason);
      const statements = await readStatements({ path: "plan of atlas", text: made.sql });
      return {
        actions: statements.map((one) => ({ sql: keepCounters(one) })),
        settings: [],
        notes: [],
      };
    },
  };
}
