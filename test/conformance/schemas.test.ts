import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatDifferences } from "../../tools/postgres/catalog-snapshot/compare-snapshots";
import { type Shadow, startShadow } from "../../tools/postgres/shadow";
import { deltaEngine } from "../../tools/schema-engine/engine/delta-engine";
import { provePlan } from "../../tools/schema-engine/prove/prove-plan";
import { loadFiles } from "../../tools/schema-engine/source/load-files";
import { isInstalled } from "../database/is-installed";
import { findSilentDrift } from "./dump/find-silent-drift";
import { corpus } from "./pairs";

/** `npm run conformance`: whole schemas of real products, from nothing and back to nothing, and from one year to a later one. */
const folder = join(corpus, "sql");
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith(".sql"))
      .map((name) => name.slice(0, -".sql".length))
      .sort()
  : [];
if (names.length === 0) console.log("skipped: no corpus of schemas (set SPECLINE_CORPUS)");

/** `danbooru-2018-06` and `danbooru-2022-06` are of one product. */
const chains = names.flatMap((name, index) => {
  const next = names[index + 1];
  const product = /^(.*)-\d{4}(?:-\d{2})?$/.exec(name)?.[1];
  return product !== undefined && next?.startsWith(`${product}-`) ? [[name, next] as const] : [];
});

const ways = [
  ...names.map((name) => ["", name] as const),
  ...names.map((name) => [name, ""] as const),
  ...chains,
  ...chains.map(([older, newer]) => [newer, older] as const),
];

/** What a schema asks of its server: `uuidv7()` came with PostgreSQL 18. */
const since: Readonly<Record<string, number>> = { pagila: 18 };

describe.runIf(names.length > 0).each([18, 17, 16, 15].filter(isInstalled))("PostgreSQL %d", (major) => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await startShadow(process.cwd(), major);
  });
  afterAll(() => shadow?.stop());

  const loadable = ways.filter((way) => way.every((name) => (since[name] ?? 0) <= major));
  test.each(loadable)("from %j to %j is proved, up and down", { timeout: 600_000 }, async (fromName, toName) => {
    const load = (name: string) => {
      const text = name === "" ? "" : readFileSync(join(folder, `${name}.sql`), "utf8");
      return loadFiles(shadow, [{ path: `${name}.sql`, text }]);
    };
    const [from, to] = [await load(fromName), await load(toName)];
    const startedMs = performance.now();
    const plan = await provePlan({ shadow, engine: deltaEngine, from, to });
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    const drift = "up" in plan ? ((await findSilentDrift({ shadow, from, to, plan })) ?? []) : [];
    await shadow.dropDatabase(from);
    await shadow.dropDatabase(to);
    expect(drift).toEqual([]);
    if ("up" in plan) return console.log(`${fromName} → ${toName}: ${plan.up.length} parts, ${seconds} s`);
    expect.fail(`${plan.direction}: ${plan.failure ?? formatDifferences(plan.differences, 5)}`);
  });
});
