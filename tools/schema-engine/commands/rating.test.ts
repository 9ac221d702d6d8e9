import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { expectDocumented } from "../../../test/database/expect-documented";
import { refusal } from "../../../test/database/refusal";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { diff } from "./diff";
import { migrate } from "./migrate";
import { rollback } from "./rollback";
import { status } from "./status";
import { verify } from "./verify";

let server: Shadow;
let workspace: DatabaseWorkspace;
let url = "";

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await server?.stop();
});
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  url = (await server.createDatabase()).url;
});
afterEach(() => workspace.remove());

const project = () => workspace.project({ DATABASE_URL: url });
const folder = () => join(workspace.root, "specs/db/migrations");
const lastDown = () =>
  join(
    folder(),
    readdirSync(folder())
      .filter((name) => name.endsWith(".down.sql"))
      .sort()
      .at(-1) ?? "",
  );

/** A plan from the first schema to the second, written and applied. */
async function planned(from: string, to: string) {
  workspace.write("schema.sql", from);
  await diff(project(), { name: "first" });
  workspace.write("schema.sql", to);
  const report = await diff(project(), { name: "second", allowHazards: "all" });
  expectDocumented(report);
  await migrate(project(), {});
  return report;
}

test("a way back that keeps all rows is lossless and needs no option", async () => {
  const report = await planned("CREATE TABLE t (a int);", "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;");
  expect(report.data).toMatchObject({ wayBack: { rating: "lossless", losses: [], failures: [] } });
  expect(readFileSync(lastDown(), "utf8")).toContain("-- specline:down-rating lossless\n");
  const back = await rollback(project(), {});
  expectDocumented(back);
  expect(back).toMatchObject({ verdict: "rolled-back", data: { rating: "lossless", losses: [] } });
});

test("a lossy one names each object that loses data, on both sides of the plan, and must be allowed", async () => {
  const report = await planned("CREATE TABLE t (a int, b text);", "CREATE TABLE t (a int, c text);");
  const losses = [
    { object: "public.t.b", text: "up drops column public.t.b, which down cannot bring back" },
    { object: "public.t.c", text: "drops column public.t.c" },
  ];
  expect(report.data).toMatchObject({ wayBack: { rating: "lossy", losses, failures: [] } });
  expect(report.reasons).toContain("the way back is lossy: rollback needs --allow-lossy");
  const refused = await refusal(rollback(project(), {}));
  expect(refused.codes).toEqual(["migration/lossy-down"]);
  expect(refused.text).toContain("public.t.c: drops column public.t.c");
  const back = await rollback(project(), { isLossyAllowed: true });
  expectDocumented(back);
  expect(back.data).toMatchObject({
    rating: "lossy",
    losses: losses.map(({ object, text }) => `${object}: ${text}`),
  });
});

test("one that fails on rows is irreversible whatever is allowed, until its file says how values come back", async () => {
  const report = await planned("CREATE TABLE t (a int, b text NOT NULL);", "CREATE TABLE t (a int);");
  expect(report.data).toMatchObject({
    wayBack: { rating: "irreversible", failures: [expect.stringContaining('column "b"')] },
  });
  for (const isDryRun of [true, false]) {
    const refused = await refusal(rollback(project(), { isLossyAllowed: true, isDryRun }));
    expect(refused.codes).toEqual(["migration/irreversible-down"]);
  }
  expect((await status(project(), {})).sections).toMatchObject([{ rows: [{ 4: "lossy" }, { 4: "irreversible" }] }]);

  const header = readFileSync(lastDown(), "utf8").split("\n\n")[0] ?? "";
  const rated = header.replace("irreversible", "lossy").replace(/\n-- specline:down-fails .*/, "");
  const sql = "ALTER TABLE t ADD b text; UPDATE t SET b = ''; ALTER TABLE t ALTER b SET NOT NULL;";
  writeFileSync(lastDown(), `${rated}\n\n${sql}\n`);
  await verify(project(), { isRehash: true });
  expect((await refusal(rollback(project(), {}))).codes).toEqual(["migration/lossy-down"]);
  expect((await rollback(project(), { isLossyAllowed: true })).verdict).toBe("rolled-back");
});
