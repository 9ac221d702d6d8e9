import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { selectTables } from "../../tools/compiler/emit/openapi/select-tables";
import { nameTables } from "../../tools/compiler/emit/openapi/table-names";
import { planTable, type TablePlan } from "../../tools/compiler/emit/openapi/table-plan";
import { type FrameworkName, frameworks } from "../../tools/compiler/emit/routes/frameworks";
import type { JsonValue } from "../../tools/compiler/model/json-value";
import { type Shadow, startShadow } from "../../tools/postgres/shadow";
import { loadFiles } from "../../tools/schema-engine/source/load-files";
import { corpus } from "./pairs";
import { makeBody } from "./tables/make-row";
import { makeTableApplication, type TableApplication, type TableService } from "./tables/table-service";

const root = join(__dirname, "../..");
const schemas: readonly (readonly [name: string, path: string])[] = [
  ["sample: forms", join(__dirname, "../golden/tables/schema.sql")],
  ...["chinook", "northwind", "pagila", "crates-io", "supabase-auth", "concourse"].map(
    (name) => [name, join(corpus, `sql/${name}.sql`)] as const,
  ),
];
/** Tables with checks across columns or triggers that made-up values do not satisfy, and those that refer to them. */
const withRulesOfTheirOwn: Readonly<Record<string, readonly string[]>> = {
  "crates-io": [
    ...["crate_downloads", "default_versions", "dependencies", "readme_renderings", "reverse_dependencies"],
    ...["version_downloads", "version_owner_actions", "versions", "versions_published_by"],
  ].map((table) => `public.${table}`),
  "supabase-auth": ["auth.custom_oauth_providers", "auth.oauth_authorizations"],
};
/** `.ci/run` takes those with the name of a sample. */
const cases = schemas
  .filter(([, path]) => existsSync(path))
  .flatMap(([name, path]) => Object.keys(frameworks).map((one) => [name, one as FrameworkName, path] as const));
let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(root, 18);
});
afterAll(() => shadow?.stop());

type Row = Record<string, JsonValue>;

/** Each service is made from the schema alone and works on a real PostgreSQL that the schema was loaded into. */
describe.each(cases)("%s on %s", (name, framework, path) => {
  const sql = readFileSync(path, "utf8");
  let application: TableApplication;
  let service: TableService;
  let plans: readonly TablePlan[];
  let count = 0;
  /** Rows that are there, by table; the last is the newest. */
  const rows = new Map<string, Row[]>();

  beforeAll(async () => {
    application = await makeTableApplication(sql, framework);
    const { database } = application;
    const tables = selectTables(database.tables, []);
    const names = nameTables(database, tables);
    plans = tables.map((table) => planTable(table, names.table(table), database));
    const loaded = await loadFiles(shadow, [{ path: `${name}.sql`, text: sql }]);
    // A dump creates them without rows, and PostgreSQL does not read such a view.
    const client = await shadow.connect(loaded);
    for (const { schema, name: view, definition } of tables) {
      if (/^CREATE materialized/i.test(definition ?? ""))
        await client.query(`REFRESH MATERIALIZED VIEW "${schema}"."${view}"`);
    }
    await client.end();
    service = await application.serve(loaded.url);
  });
  afterAll(async () => {
    await service?.stop();
    application?.remove();
  });

  test("no operation is left to write, and there is nothing to warn of", () => {
    expect(application.stubs).toEqual([]);
    expect(application.diagnostics).toEqual([]);
  });

  test("the service compiles strictly", async () => {
    expect(await application.typecheck()).toBe("");
  });

  test("rows make the round trip in every table that a row can be made in", async () => {
    const done: string[] = [];
    const left = new Map<string, string>();
    let waiting = plans.filter(({ key }) => key.length > 0);
    for (let before = -1; before !== waiting.length; ) {
      before = waiting.length;
      const next: TablePlan[] = [];
      for (const plan of waiting) {
        const body = bodyFor(plan);
        const problem = body === undefined ? "rows that it refers to" : await roundTrip(plan, body);
        if (problem === undefined) done.push(keyOf(plan));
        else {
          left.set(keyOf(plan), problem);
          next.push(plan);
        }
      }
      waiting = next;
    }
    const refused = waiting.map((plan) => keyOf(plan)).sort();
    expect(refused, JSON.stringify(Object.fromEntries(left))).toEqual(withRulesOfTheirOwn[name] ?? []);
    expect(done.length).toBeGreaterThan(0);
  });

  test("every list and view answers, in every order and through all its pages", async () => {
    for (const plan of plans) {
      const all = await list(plan, "?limit=100");
      for (const { property } of plan.sorts) {
        for (const sort of [property, `-${property}`]) {
          const paged = await pages(plan, `?limit=1&sort=${encodeURIComponent(sort)}`);
          expect(paged.length, `${keyOf(plan)} by ${sort}`).toBe(all.length);
        }
      }
      for (const { property } of plan.filters) {
        const value = all[0]?.[property];
        if (value === null || value === undefined) continue;
        const found = await list(
          plan,
          `?${encodeURIComponent(property)}=${encodeURIComponent(String(value))}&limit=100`,
        );
        expect(found, `${keyOf(plan)} with ${property}`).toContainEqual(all[0]);
        expect(found.every((row) => row[property] === value)).toBe(true);
      }
    }
  });

  test("rows that nothing refers to go, and are not found again", async () => {
    let gone = 0;
    for (const plan of [...plans].reverse()) {
      const row = rows.get(keyOf(plan))?.at(-1);
      // With a row of another table, those that refer to it may have gone.
      if (row === undefined || (await service.call("GET", pathOf(plan, row))).status === 404) continue;
      const answer = await service.call("DELETE", pathOf(plan, row));
      expect([204, 409], `${keyOf(plan)}: ${JSON.stringify(answer.body)}`).toContain(answer.status);
      const again = await service.call("GET", pathOf(plan, row));
      expect(again.status).toBe(answer.status === 204 ? 404 : 200);
      if (answer.status !== 204) continue;
      gone++;
      expect((await service.call("DELETE", pathOf(plan, row))).status).toBe(404);
    }
    expect(gone).toBeGreaterThan(0);
  });

  /** A new row: references to rows that are there, else new values. */
  function bodyFor({ table, columns, names }: TablePlan): Row | undefined {
    const body: Row = makeBody(application.service, `${names.base}Create`, ++count);
    for (const key of table.foreignKeys) {
      const written = key.columns.map((name) => columns.find((one) => one.column.name === name));
      if (written.every((one) => one?.isReadOnly)) continue;
      const target = plans.find(({ table: one }) => one.schema === key.schema && one.name === key.table);
      const available = rows.get(`${key.schema}.${key.table}`) ?? [];
      const row = available[count % Math.max(1, available.length)];
      if (row === undefined && written.some((one) => one?.isRequired)) return undefined;
      const targets = key.targetColumns.length > 0 ? key.targetColumns : (target?.table.primaryKey ?? []);
      written.forEach((one, at) => {
        const there = target?.columns.find(({ column }) => column.name === targets[at]);
        if (one !== undefined) body[one.property] = row?.[there?.property ?? ""] ?? null;
        if (one?.column.default !== undefined && row === undefined) delete body[one.property];
      });
    }
    return body;
  }

  /** `undefined`: everything was as it should be; else why the database does not take such a row. */
  async function roundTrip(plan: TablePlan, body: Row): Promise<string | undefined> {
    const sent = Object.keys(body).length === 0 ? undefined : body;
    const made = await service.call("POST", plan.names.path, sent);
    if ([409, 422].includes(made.status)) return made.body.error.message + JSON.stringify(made.body.error.details);
    expect(made.status, `${keyOf(plan)}: ${JSON.stringify([made.body, body])}`).toBe(201);
    const row: Row = made.body.data;
    const hasTriggers = plan.table.triggers.length > 0;
    if (!hasTriggers) expect(row, keyOf(plan)).toMatchObject(body);
    expect(made.headers.location, keyOf(plan)).toBe(pathOf(plan, row));
    const read = await service.call("GET", pathOf(plan, row));
    expect([read.status, read.body.data], keyOf(plan)).toEqual([200, row]);
    rows.set(keyOf(plan), [...(rows.get(keyOf(plan)) ?? []), row]);
    const again = await service.call("POST", plan.names.path, sent);
    if (plan.key.every((one) => !one.isReadOnly)) expect(again.status, keyOf(plan)).toBe(409);
    else if (again.status === 201) rows.get(keyOf(plan))?.push(again.body.data);

    const changed = Object.entries(body).filter(([property]) => !plan.key.some((one) => one.property === property));
    if (changed.length === 0) return undefined;
    const replaced = await service.call("PUT", pathOf(plan, row), Object.fromEntries(changed));
    expect(replaced.status, `${keyOf(plan)}: ${JSON.stringify(replaced.body)}`).toBe(200);
    if (!hasTriggers) expect(replaced.body.data, keyOf(plan)).toEqual(row);
    for (const [property, value] of changed) {
      const patched = await service.call("PATCH", pathOf(plan, row), { [property]: value });
      expect(patched.status, `${keyOf(plan)}: ${JSON.stringify(patched.body)}`).toBe(200);
      if (!hasTriggers) expect(patched.body.data, keyOf(plan)).toEqual(row);
    }
    return undefined;
  }

  async function list(plan: TablePlan, query: string): Promise<Row[]> {
    const answer = await service.call("GET", `${plan.names.path}${query}`);
    expect(answer.status, `${keyOf(plan)}${query}: ${JSON.stringify(answer.body)}`).toBe(200);
    expect(Object.keys(answer.body.meta).sort()).toEqual(["nextCursor", "requestId"]);
    return answer.body.data;
  }

  async function pages(plan: TablePlan, query: string): Promise<readonly string[]> {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const answer = await service.call(
        "GET",
        `${plan.names.path}${query}${cursor === null ? "" : `&cursor=${cursor}`}`,
      );
      expect(answer.status, `${keyOf(plan)}${query}: ${JSON.stringify(answer.body)}`).toBe(200);
      seen.push(...answer.body.data.map((row: Row) => JSON.stringify(row)));
      cursor = answer.body.meta.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size, `${keyOf(plan)}${query}`).toBe(seen.length);
    return seen;
  }
});

function keyOf({ table }: TablePlan): string {
  return `${table.schema}.${table.name}`;
}

function pathOf({ key, names }: TablePlan, row: Row): string {
  return [names.path, ...key.map(({ property }) => encodeURIComponent(String(row[property])))].join("/");
}
