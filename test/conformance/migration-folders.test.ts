import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatDifferences } from "../../tools/postgres/catalog-snapshot/compare-snapshots";
import { type Shadow, type ShadowDatabase, startShadow } from "../../tools/postgres/shadow";
import { Refused } from "../../tools/report/refused";
import { deltaEngine } from "../../tools/schema-engine/engine/delta-engine";
import { readScript } from "../../tools/schema-engine/migrations/read-script";
import { provePlan } from "../../tools/schema-engine/prove/prove-plan";
import { loadFiles } from "../../tools/schema-engine/source/load-files";
import { replayScript } from "../../tools/schema-engine/source/replay";
import { corpus } from "./pairs";

/**
 * `npm run conformance`: folders of published migrations. For every step k → k + 1 (`SPECLINE_STEPS=<n>`: n of each folder, spread evenly) Specline's plan
 * between the two catalogs is proved to reach the catalog that the published file reaches, and to come back.
 */
const folder = join(corpus, "sql/migrations");
const steps = Number(process.env.SPECLINE_STEPS ?? Number.POSITIVE_INFINITY);

/** What a folder expects to be there before its first file. */
const preludes: Readonly<Record<string, string>> = {
  "supabase-auth":
    "CREATE SCHEMA auth; CREATE ROLE postgres_auth; CREATE ROLE anon; CREATE ROLE authenticated; CREATE ROLE service_role;",
};

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

const names = existsSync(folder) ? readdirSync(folder).sort() : [];
if (names.length === 0) console.log("skipped: no corpus of migrations (set SPECLINE_CORPUS)");

test.runIf(names.length > 0).each(names)(
  "%s: each step is planned and proved",
  { timeout: 3_600_000 },
  async (name) => {
    const files = readdirSync(join(folder, name))
      .filter((one) => /(?<!\.down)\.sql$/.test(one))
      .sort();
    let before = await loadFiles(shadow, [{ path: "prelude.sql", text: preludes[name] ?? "" }]);
    const every = Math.max(1, Math.ceil(files.length / steps));
    const unproved: string[] = [];
    let tried = 0;
    for (const [index, file] of files.entries()) {
      const after = await shadow.createDatabase(before);
      await applyTo(after, { path: file, text: readFileSync(join(folder, name, file), "utf8") });
      if (index % every === 0) {
        tried++;
        const outcome = await prove(before, after);
        if (outcome !== undefined) unproved.push(`${file}: ${outcome}`);
      }
      await shadow.dropDatabase(before);
      before = after;
    }
    await shadow.dropDatabase(before);
    console.log([`${name}: ${tried - unproved.length} of ${tried} steps proved`, ...unproved].join("\n"));
    expect(unproved.length / tried).toBeLessThanOrEqual(0.02);
  },
);

async function applyTo(
  database: ShadowDatabase,
  file: { readonly path: string; readonly text: string },
): Promise<void> {
  const client = await shadow.connect(database);
  try {
    await replayScript(client, await readScript(file));
  } finally {
    await client.end();
  }
}

async function prove(from: ShadowDatabase, to: ShadowDatabase): Promise<string | undefined> {
  try {
    const plan = await provePlan({ shadow, engine: deltaEngine, from, to });
    if ("up" in plan) return undefined;
    return `${plan.direction}: ${plan.failure ?? formatDifferences(plan.differences, 3)}`;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
