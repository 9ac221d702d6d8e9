import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { provePlan } from "../prove/prove-plan";
import { loadFiles } from "../source/load-files";
import { deltaEngine } from "./delta-engine";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

const base = `CREATE ROLE reader;
CREATE ROLE writer;
CREATE SCHEMA app;
CREATE EXTENSION citext SCHEMA app;
CREATE TABLE app.t (id int PRIMARY KEY, a app.citext);
CREATE MATERIALIZED VIEW app.m AS SELECT a FROM app.t;
CREATE FUNCTION app.f() RETURNS text LANGUAGE sql AS $$ SELECT 'to "postgres"' $$;
CREATE SEQUENCE app.s;
`;

/** Statements about roles in a proved plan from nothing. */
async function aboutRoles(text: string): Promise<readonly string[]> {
  const [from, to] = [await shadow.createDatabase(), await loadFiles(shadow, [{ path: "schema.sql", text }])];
  const plan = await provePlan({ shadow, engine: deltaEngine, from, to });
  if (!("up" in plan)) throw new Error(JSON.stringify(plan));
  expect(plan.up.flatMap((one) => one.statements).filter((one) => one.includes('to "postgres"'))).toHaveLength(1);
  return plan.up
    .flatMap((one) => one.statements)
    .filter((one) => /^(CREATE (SCHEMA|POLICY|USER MAPPING)|GRANT|REVOKE|ALTER DEFAULT|ALTER .* OWNER TO)/.test(one));
}

test.each([
  ["what belongs to whoever runs the plan says nothing of it", "", ['CREATE SCHEMA "app"']],
  [
    "grants to others are kept, what only states the owner's defaults is not",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader; CREATE TABLE app.n (id int); GRANT SELECT ON app.m TO writer;",
    [
      'CREATE SCHEMA "app"',
      'GRANT SELECT ON TABLE "app"."m" TO "writer"',
      'GRANT SELECT ON TABLE "app"."n" TO "reader"',
      'ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER GRANT SELECT ON TABLES TO "reader"',
    ],
  ],
  [
    "what the shadow's role was given or lost is said of whoever runs the plan",
    `REVOKE ALL ON app.m FROM postgres; GRANT ALL ON SCHEMA public TO postgres; ALTER TABLE app.t OWNER TO writer; GRANT SELECT ON app.t TO postgres;
     CREATE POLICY p ON app.t TO reader, postgres;`,
    [
      'CREATE SCHEMA "app"',
      'ALTER TABLE "app"."t" OWNER TO "writer"',
      'REVOKE ALL ON TABLE "app"."m" FROM CURRENT_USER',
      'REVOKE ALL ON SCHEMA "public" FROM CURRENT_USER',
      'GRANT CREATE, USAGE ON SCHEMA "public" TO CURRENT_USER',
      'GRANT SELECT ON TABLE "app"."t" TO CURRENT_USER',
      'CREATE POLICY "p" ON "app"."t" FOR ALL TO CURRENT_USER, "reader"',
    ],
  ],
])("%s", async (_, schema, expected) => {
  const statements = await aboutRoles(base + schema);
  expect(statements.filter((one) => !one.startsWith("REVOKE ALL") || one.includes("CURRENT_USER")).sort()).toEqual(
    [...expected].sort(),
  );
});
