import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import { diff } from "./diff";

let server: Shadow;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await server?.stop();
});
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  live = await server.createDatabase();
});
afterEach(() => workspace.remove());

async function planned(before: string, after: string) {
  const client = await server.connect(live);
  await client.query(before).finally(() => client.end());
  workspace.write("schema.sql", after);
  const { verdict, data } = await diff(workspace.project({ LIVE: live.url }), { from: "env:LIVE", isDryRun: true });
  const { up = [], down = [], notes } = data as Record<"up" | "down", { statements: string[] }[]> & { notes: string[] };
  const texts = (parts: typeof up) =>
    parts.flatMap((one) => one.statements.filter((sql) => !sql.startsWith("SET LOCAL")));
  return { verdict, up: texts(up), down: texts(down), notes };
}

test("a materialized view without data is made so, both ways, and one that was refreshed since is no difference", async () => {
  const table = "CREATE TABLE t (id int PRIMARY KEY);\n";
  const { up, down } = await planned(
    `${table}CREATE MATERIALIZED VIEW gone AS SELECT id FROM t WITH NO DATA;`,
    `${table}CREATE MATERIALIZED VIEW "M" AS SELECT count(*) n FROM t WITH NO DATA;\nCREATE MATERIALIZED VIEW full_one AS SELECT id FROM t;\n`,
  );
  expect(up.filter((sql) => /WITH NO DATA$/.test(sql))).toEqual([expect.stringContaining('"M"')]);
  expect(down.filter((sql) => /WITH NO DATA$/.test(sql))).toEqual([expect.stringContaining('"gone"')]);
});

test("a refreshed materialized view is what its schema says", async () => {
  const sql = "CREATE MATERIALIZED VIEW m AS SELECT 1 AS n";
  expect(await planned(`${sql};`, `${sql} WITH NO DATA;\n`)).toMatchObject({ verdict: "up-to-date" });
});

test("a name that the schema gives to NOT NULL is planned, one that it does not give is a note with the right names", async () => {
  const table = (first: string, second: string) =>
    `CREATE TABLE nn (id int PRIMARY KEY, a int${first} NOT NULL, b int${second} NOT NULL);\nCREATE TABLE child () INHERITS (nn);\n`;
  const result = await planned(table(" CONSTRAINT a_req", " CONSTRAINT b_req"), table(" CONSTRAINT a_required", ""));
  expect(result.up).toEqual(["ALTER TABLE public.nn RENAME CONSTRAINT a_req TO a_required"]);
  expect(result.down).toEqual(["ALTER TABLE public.nn RENAME CONSTRAINT a_required TO a_req"]);
  expect(result.notes).toContain("not null constraint public.nn.b: name is b_req, wanted nn_b_not_null");
});

test("rows that a deferred trigger refuses when their transaction ends keep nothing from being planned", async () => {
  const ledger = (more = "") => `CREATE TABLE line (id int PRIMARY KEY, amount numeric NOT NULL${more});
    CREATE FUNCTION balanced() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF (SELECT sum(amount) FROM public.line) <> 0 THEN RAISE 'not balanced'; END IF; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER balanced AFTER INSERT OR UPDATE ON line DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION balanced();`;
  const { verdict, up } = await planned(ledger(), ledger(", note text"));
  expect(verdict).toBe("proved");
  expect(up).toEqual(['ALTER TABLE "public"."line" ADD COLUMN "note" text']);
});
