import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { loadFiles } from "../source/load-files";
import { deltaEngine } from "./delta-engine";
import { withoutStatements } from "./without-statements";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

test("a cycle of the engine is told by its objects, without the passwords of its statements", async () => {
  const schema = (
    type: string,
    more: string,
  ) => `CREATE EXTENSION postgres_fdw; CREATE SERVER rem TYPE '${type}' FOREIGN DATA WRAPPER postgres_fdw;
    CREATE FOREIGN TABLE rt (id int) SERVER rem; CREATE USER MAPPING FOR CURRENT_USER SERVER rem OPTIONS (password 'secret'); ${more}`;
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  const [from, to] = [await load(schema("a", "COMMENT ON FOREIGN TABLE rt IS 'x';")), await load(schema("b", ""))];
  const refused = await deltaEngine.plan(from.url, to.url, "compact").catch((error: Error) => error);
  expect(String(refused)).toContain('- foreign table "public"."rt"');
  expect(String(refused)).toContain('- server "rem"');
  expect(String(refused)).not.toMatch(/secret|guardrail|OPTIONS/);
});

test.each([
  ["another reason", "another reason", "another reason"],
  [
    "names in quotes, once",
    'dependency cycle among 4 actions — a bug:\n  DROP FUNCTION "public"."f(x"(integer)\n  CREATE OR REPLACE VIEW "public"."v" AS SELECT 1\n  DROP VIEW "public"."v"\n  ALTER SERVER "rem" OWNER TO "x"',
    'it finds no order for what has to be dropped and made again:\n  - function "public"."f(x"(integer)\n  - view "public"."v"',
  ],
])("%s", (_, reason, told) => {
  expect(withoutStatements(reason)).toBe(told);
});
