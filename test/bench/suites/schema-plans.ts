import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Shadow, type ShadowDatabase, startShadow } from "../../../tools/postgres/shadow";
import { chooseEngine } from "../../../tools/schema-engine/engine/choose-engine";
import { deltaEngine } from "../../../tools/schema-engine/engine/delta-engine";
import type { SchemaEngine } from "../../../tools/schema-engine/engine/schema-engine";
import { provePlan } from "../../../tools/schema-engine/prove/prove-plan";
import { loadFiles } from "../../../tools/schema-engine/source/load-files";
import { corpus } from "../../e2e/harness/corpus";
import type { Bench, Group } from "../bench";
import { elapsedMs } from "../measure";

/** What a proof costs beyond the plan of an engine alone, on a shadow that runs already. Says the peak of this process's memory at the end. */
export async function open(): Promise<Bench> {
  const shadow = await startShadow(process.cwd(), 18);
  const atlas = await chooseEngine("atlas", console.log).catch((error: Error) => {
    console.log(`without Atlas: ${error.message}`);
    return undefined;
  });
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  const groups = [group("ten tables", shadow, await load(tenTables()), await load(tenTables(true)), atlas)];
  const [older, newer] = ["danbooru-2022-06", "danbooru-2026-08"].map((name) => join(corpus ?? "", `sql/${name}.sql`));
  if (older !== undefined && newer !== undefined && existsSync(older)) {
    const [from, to] = [await load(readFileSync(older, "utf8")), await load(readFileSync(newer, "utf8"))];
    groups.push(group("danbooru 2022 to 2026", shadow, from, to));
  } else console.log("No corpus folder (SPECLINE_CORPUS): danbooru is left out.");
  return {
    groups,
    close: () => {
      console.log(`\npeak memory of this process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
      void shadow.stop();
    },
  };
}

function group(title: string, shadow: Shadow, from: ShadowDatabase, to: ShadowDatabase, atlas?: SchemaEngine): Group {
  const [strategy = ""] = deltaEngine.strategies;
  const proved = (engine: SchemaEngine) =>
    elapsedMs(async () => {
      const plan = await provePlan({ shadow, engine, from, to });
      if (!("up" in plan)) throw new Error(`${title} is not proved: ${JSON.stringify(plan)}`);
    });
  return {
    title,
    contenders: [
      { name: "pg-delta alone, no proof", sample: elapsedMs(() => deltaEngine.plan(from.url, to.url, strategy)) },
      { name: "proved there and back", sample: proved(deltaEngine) },
      ...(atlas === undefined ? [] : [{ name: "the same with Atlas", sample: proved(atlas) }]),
    ],
  };
}

/** Ten tables in a chain; changed: a column, a check, an index, a key to the table before, NOT NULL, in each. */
function tenTables(isChanged = false): string {
  return Array.from({ length: 10 }, (_, index) => {
    const columns = [
      "id bigint PRIMARY KEY",
      `email text${isChanged ? " NOT NULL" : ""}`,
      "amount numeric(10, 2)",
      `parent bigint${isChanged && index > 0 ? ` REFERENCES t${index - 1} (id)` : ""}`,
      ...(isChanged ? ["added timestamptz DEFAULT now()", `CONSTRAINT positive${index} CHECK (amount >= 0)`] : []),
    ];
    const indexes = isChanged ? `CREATE INDEX t${index}_email ON t${index} (email);` : "";
    return `CREATE TABLE t${index} (${columns.join(", ")}); ${indexes}`;
  }).join("\n");
}
