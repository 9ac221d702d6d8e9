import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { verdictWords } from "./verdict-word";

const docs = join(__dirname, "../../docs");
const rows = ["commands/loadtest.md", "commands/load.md", "attack.md"].map((name) =>
  readFileSync(join(docs, name), "utf8"),
);

it.each(verdictWords)("a page says what %s means", (word) => {
  expect(rows.some((page) => new RegExp(`^\\| \`${word}\` +\\|`, "m").test(page))).toBe(true);
});

it("the order of the page is the order in which is judged", () => {
  const [, table = ""] = /## Verdicts\n(.*?)\n\n[^|]/s.exec((rows[0] ?? "").replace("from the top:\n", "")) ?? [];
  const words = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, word]) => word);
  expect(words).toEqual(verdictWords.filter((word) => words.includes(word)));
});
