import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../tools/postgres/shadow";
import { isInstalled } from "../database/is-installed";
import { tryDirection } from "./pairs";

/** Changes that teams make, beside those of the corpus; each in both directions. */
const folder = join(__dirname, "schema-changes");

/** Neither the engine nor Specline plans them: they are refused with the object. One that is proved after all fails here. */
const refused = ["domain base", "range change", "enum in partition key", "textsearch", "opclass"];

interface Change {
  readonly name: string;
  readonly since: number;
  readonly before: string;
  readonly after: string;
}

function readChanges(file: string): readonly Change[] {
  const [, ...blocks] = readFileSync(join(folder, file), "utf8").split(/^-- change: /m);
  return blocks.map((block) => {
    const [, name = "", since = "15", before = "", after] =
      /^(.*?)(?: \(since (\d+)\))?\n([\s\S]*?)^-- to:\n([\s\S]*)$/m.exec(block) ?? [];
    if (after === undefined) throw new Error(`${file} has no form of its own: ${block}`);
    return { name, since: Number(since), before, after };
  });
}

describe.each([18, 17, 16, 15].filter(isInstalled))("PostgreSQL %d", (major) => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await startShadow(process.cwd(), major);
  });
  afterAll(() => shadow?.stop());

  test.each(readdirSync(folder))(
    "%s: each change is proved there and back, or one of those that are refused",
    {
      timeout: 1_200_000,
    },
    async (file) => {
      for (const { name, before, after } of readChanges(file).filter((one) => one.since <= major)) {
        for (const [from, to] of [
          [before, after],
          [after, before],
        ] as const) {
          const { outcome, detail } = await tryDirection(shadow, name, from, to);
          const expected = refused.includes(name) ? ["unproved", "no-plan"] : ["proved", "equal"];
          expect.soft(expected, `${name}: ${detail}`).toContain(outcome);
        }
      }
    },
  );
});
