import { afterAll, beforeAll, describe } from "vitest";
import { type Shadow, type ShadowDatabase, startShadow } from "../../tools/postgres/shadow";
import { deltaEngine } from "../../tools/schema-engine/engine/delta-engine";
import type { SchemaEngine } from "../../tools/schema-engine/engine/schema-engine";
import { provePlan } from "../../tools/schema-engine/prove/prove-plan";
import type { ProvedPlan } from "../../tools/schema-engine/prove/proved-plan";
import { loadFiles } from "../../tools/schema-engine/source/load-files";
import { isInstalled } from "./is-installed";

/** A server of one major version, for all tests of a file. */
export interface MajorServer {
  readonly major: number;
  /** There once the tests run, not yet while they are collected. */
  shadow(): Shadow;
  /** A new database that holds this schema. */
  load(sql: string): Promise<ShadowDatabase>;
  /** The plan from one schema to another; fails when it is not proved. */
  prove(before: string, after: string, engine?: SchemaEngine): Promise<ProvedPlan>;
}

/** The major that comes with npm. */
const usual = 18;

/** SPECLINE_TEST_MAJORS → whether tests run on a major. Without it they run on the usual one alone: each more takes as long again. */
const choices: Readonly<Record<string, (major: number) => boolean>> = {
  usual: (major) => major === usual,
  others: (major) => major !== usual,
  all: () => true,
};

/**
 * Describes tests once per major version of PostgreSQL that SPECLINE_TEST_MAJORS asks for. Those of a major that is not installed are
 * skipped, so that they are counted.
 * @param majors on which they hold; the newest and the oldest supported one stand for those between
 */
export function eachMajor(describeTests: (server: MajorServer) => void, majors: readonly number[] = [18, 15]): void {
  for (const major of majors.filter(chosen())) {
    describe.skipIf(major !== usual && !isInstalled(major))(`PostgreSQL ${major}`, () => {
      let started: Shadow | undefined;
      beforeAll(async () => {
        started = await startShadow(process.cwd(), major);
      });
      afterAll(() => started?.stop());
      const shadow = (): Shadow => {
        if (started === undefined) throw new Error(`PostgreSQL ${major} is not started yet`);
        return started;
      };
      const load = (text: string) => loadFiles(shadow(), [{ path: "schema.sql", text }]);
      describeTests({
        major,
        shadow,
        load,
        async prove(before, after, engine = deltaEngine) {
          const plan = await provePlan({ shadow: shadow(), engine, from: await load(before), to: await load(after) });
          if (!("up" in plan)) throw new Error(JSON.stringify(plan));
          return plan;
        },
      });
    });
  }
}

function chosen(): (major: number) => boolean {
  const choice = process.env.SPECLINE_TEST_MAJORS ?? "usual";
  const found = Object.hasOwn(choices, choice) ? choices[choice] : undefined;
  if (found === undefined) {
    throw new Error(`SPECLINE_TEST_MAJORS=${choice}: there are ${Object.keys(choices).join(", ")}`);
  }
  return found;
}
