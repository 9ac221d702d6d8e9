import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatDifferences } from "../../tools/postgres/catalog-snapshot/compare-snapshots";
import type { Shadow, ShadowDatabase } from "../../tools/postgres/shadow";
import { Refused } from "../../tools/report/refused";
import { deltaEngine } from "../../tools/schema-engine/engine/delta-engine";
import type { SchemaEngine } from "../../tools/schema-engine/engine/schema-engine";
import { provePlan } from "../../tools/schema-engine/prove/prove-plan";
import { loadFiles } from "../../tools/schema-engine/source/load-files";
import { findSilentDrift } from "./dump/find-silent-drift";

export const corpus = resolve(process.env.SPECLINE_CORPUS ?? "../shared/corpus");

/** Folders with an a.sql and a b.sql; empty when the corpus is not there. */
export function pairNames(collection: string): readonly string[] {
  const folder = join(corpus, "sql-pairs", collection);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "b.sql")))
    .sort();
}

export interface PairResult {
  readonly pair: string;
  /** `unloadable`: PostgreSQL itself refuses one of the files on a plain shadow. `drifted`: proved, and pg_dump sees a difference. */
  readonly outcome: "proved" | "equal" | "unproved" | "no-plan" | "unloadable" | "drifted";
  readonly detail: string;
  /** What a proved plan leaves away between its parts: it must be allowed by name. */
  readonly windows?: readonly string[];
}

/** Plans and proves one direction of a pair of the corpus. */
export function tryPair(
  shadow: Shadow,
  collection: string,
  name: string,
  isReversed: boolean,
  engine?: SchemaEngine,
): Promise<PairResult> {
  const [from = "", to = ""] = isReversed ? ["b", "a"] : ["a", "b"];
  const text = (side: string) => readFileSync(join(corpus, "sql-pairs", collection, name, `${side}.sql`), "utf8");
  return tryDirection(shadow, `${collection}/${name} ${from}→${to}`, text(from), text(to), engine);
}

/** Plans and proves a change from one schema to another. Every outcome but a crash is an honest one: an unproved plan is never written. */
export async function tryDirection(
  shadow: Shadow,
  pair: string,
  from: string,
  to: string,
  engine: SchemaEngine = deltaEngine,
): Promise<PairResult> {
  const databases: ShadowDatabase[] = [];
  try {
    for (const [path, text] of [
      ["from.sql", from],
      ["to.sql", to],
    ] as const)
      databases.push(await loadFiles(shadow, [{ path, text }]));
    const [before, after] = databases;
    if (before === undefined || after === undefined) throw new Error("two databases were loaded");
    return { pair, ...(await provePair(shadow, engine, before, after)) };
  } catch (error) {
    if (error instanceof Refused) return { pair, outcome: "unloadable", detail: error.message };
    throw error;
  } finally {
    for (const database of databases) await shadow.dropDatabase(database);
  }
}

async function provePair(
  shadow: Shadow,
  engine: SchemaEngine,
  from: ShadowDatabase,
  to: ShadowDatabase,
): Promise<Omit<PairResult, "pair">> {
  try {
    const plan = await provePlan({ shadow, engine, from, to });
    if ("up" in plan) {
      const drift = await findSilentDrift({ shadow, from, to, plan });
      if (drift !== undefined && drift.length > 0) return { outcome: "drifted", detail: drift.join("\n  ") };
      const windows = plan.windows.map(({ direction, what }) => `${direction}: ${what}`);
      return { outcome: plan.up.length === 0 ? "equal" : "proved", detail: plan.engine, windows };
    }
    const detail = `${plan.direction}: ${plan.failure ?? formatDifferences(plan.differences, 3)}`;
    return { outcome: "unproved", detail };
  } catch (error) {
    if (error instanceof Refused) return { outcome: "no-plan", detail: error.message };
    throw error;
  }
}
