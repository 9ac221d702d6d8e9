import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatDifferences } from "../../tools/postgres/catalog-snapshot/compare-snapshots";
import { type Shadow, type ShadowDatabase, startShadow } from "../../tools/postgres/shadow";
import { Refused } from "../../tools/report/refused";
import { deltaEngine } from "../../tools/schema-engine/engine/delta-engine";
import { readScript } from "../../tools/schema-engine/migrations/read-script";
import { provePlan } from "../../tools/schema-engine/prove/prove-plan";
import { loadFiles } from "../../tools/schema-engine/source/load-files";
import { replayScript } from "../../tools/schema-engine/source/replay";
import { isInstalled } from "../database/is-installed";
import { findSilentDrift } from "./dump/find-silent-drift";
import { migrationFolders, preludeOf, upFiles } from "./migration-folder";
import { corpus } from "./pairs";

/**
 * `npm run conformance`: folders of published migrations. For every step k → k + 1 (`SPECLINE_STEPS=<n>`: n of each folder, spread evenly) Specline's plan
 * between the two catalogs is proved to reach the catalog that the published file reaches, and to come back.
 */
const folder = join(corpus, "sql/migrations");
const steps = Number(process.env.SPECLINE_STEPS ?? Number.POSITIVE_INFINITY);

const names = migrationFolders();

describe.runIf(names.length > 0).each([18, 17, 16, 15].filter(isInstalled))("PostgreSQL %d", (major) => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await startShadow(process.cwd(), major);
  });
  afterAll(() => shadow?.stop());

  test.each(names)("%s: each step is planned and proved", { timeout: 3_600_000 }, async (name) => {
    const { tried, unproved } = await proveSteps(shadow, name);
    console.log([`${name}: ${tried - unproved.length} of ${tried} steps proved`, ...unproved].join("\n"));
    expect(unproved.filter((one) => one.includes("silent drift"))).toEqual([]);
    expect(unproved.length / tried).toBeLessThanOrEqual(0.02);
  });
});

async function proveSteps(shadow: Shadow, name: string) {
  const files = upFiles(join(folder, name));
  let before = await loadFiles(shadow, [{ path: "prelude.sql", text: preludeOf(name) }]);
  const every = Math.max(1, Math.ceil(files.length / steps));
  const unproved: string[] = [];
  let tried = 0;
  for (const [index, file] of files.entries()) {
    const after = await shadow.createDatabase(before);
    await applyTo(shadow, after, { path: file, text: readFileSync(join(folder, name, file), "utf8") });
    if (index % every === 0) {
      tried++;
      const outcome = await prove(shadow, before, after);
      if (outcome !== undefined) unproved.push(`${file}: ${outcome}`);
    }
    await shadow.dropDatabase(before);
    before = after;
  }
  await shadow.dropDatabase(before);
  return { tried, unproved };
}

async function applyTo(
  shadow: Shadow,
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

async function prove(shadow: Shadow, from: ShadowDatabase, to: ShadowDatabase): Promise<string | undefined> {
  try {
    const plan = await provePlan({ shadow, engine: deltaEngine, from, to });
    if (!("up" in plan)) return `${plan.direction}: ${plan.failure ?? formatDifferences(plan.differences, 3)}`;
    const [drift] = (await findSilentDrift({ shadow, from, to, plan })) ?? [];
    return drift === undefined ? undefined : `silent drift: ${drift}`;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
