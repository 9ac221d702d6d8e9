import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect } from "../../tools/postgres/connection/connect";
import { diff } from "../../tools/schema-engine/commands/diff";
import { drift } from "../../tools/schema-engine/commands/drift";
import { lint } from "../../tools/schema-engine/commands/lint";
import { migrate } from "../../tools/schema-engine/commands/migrate";
import { rollback } from "../../tools/schema-engine/commands/rollback";
import { verify } from "../../tools/schema-engine/commands/verify";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../database/database-workspace";
import { eachMajor } from "../database/each-major";
import { refusal } from "../database/refusal";

eachMajor(({ major, shadow }) => {
  let workspace: DatabaseWorkspace;
  let live: Client;
  let url: string;
  beforeEach(async () => {
    workspace = makeDatabaseWorkspace();
    workspace.write(
      "specline.json",
      JSON.stringify({ kind: "database", engine: "delta", postgres: major, ignore: [] }),
    );
    ({ url } = await shadow().createDatabase());
    live = await connect(url);
  });
  afterEach(async () => {
    await live.end();
    workspace.remove();
  });

  const project = () => workspace.project({ DATABASE_URL: url });
  const rowsOf = async (sql: string) => (await live.query(sql)).rows as unknown[];

  /** Applies both schemas with rows between them, the second one's plan with the archive. */
  async function archive(before: string, rows: string, after: string) {
    workspace.write("schema.sql", before);
    await diff(project(), { name: "before" });
    await migrate(project(), {});
    await live.query(rows);
    workspace.write("schema.sql", after);
    return diff(project(), { name: "after", isArchiving: true, allowHazards: "TABLE_SCAN" });
  }

  test.each<readonly [what: string, before: string, rows: string, after: string, asked: string]>([
    [
      "a column",
      "CREATE TABLE t (id int PRIMARY KEY, a text, b int);",
      "INSERT INTO t VALUES (1, 'x', 7), (2, 'y', NULL)",
      "CREATE TABLE t (id int PRIMARY KEY, a text);",
      "SELECT id, a, b FROM t ORDER BY id",
    ],
    [
      "a column that is required, unique and indexed, in a table whose triggers would refuse",
      `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ begin raise 'no'; end $$;
       CREATE TABLE t (id int, "Odd b" int NOT NULL UNIQUE, tenant text, PRIMARY KEY (tenant, id));
       CREATE INDEX i ON t ("Odd b", id); CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();`,
      "INSERT INTO t VALUES (1, 7, 'a'), (1, 8, 'b')",
      `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ begin raise 'no'; end $$;
       CREATE TABLE t (id int, tenant text, PRIMARY KEY (tenant, id)); CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();`,
      `SELECT tenant, id, "Odd b" FROM t ORDER BY 1`,
    ],
    [
      "a column of a table whose policies are forced on its owner, too",
      `CREATE TABLE t (id int PRIMARY KEY, a text, b int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;
       CREATE POLICY none ON t USING (id < 2);`,
      "INSERT INTO t VALUES (1, 'x', 7), (2, 'y', 8)",
      `CREATE TABLE t (id int PRIMARY KEY, a text); ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;
       CREATE POLICY none ON t USING (id < 2);`,
      "SELECT id, a, b FROM t ORDER BY id",
    ],
    [
      "a table with keys, a generated column and a counter",
      `CREATE TABLE p (id int PRIMARY KEY);
       CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, p int NOT NULL REFERENCES p, g int GENERATED ALWAYS AS (p * 2) STORED);`,
      "INSERT INTO p VALUES (1), (2); INSERT INTO t (p) VALUES (1), (2), (2); DELETE FROM t WHERE id = 3",
      "CREATE TABLE p (id int PRIMARY KEY);",
      "SELECT id, p, g, (SELECT last_value FROM t_id_seq) FROM t ORDER BY id",
    ],
    [
      "a table with a serial, and the type of its columns",
      "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (id serial PRIMARY KEY, m mood NOT NULL, ms mood[]); CREATE TABLE other (id int);",
      "INSERT INTO t (m, ms) VALUES ('a', '{a,b}'), ('b', NULL)",
      "CREATE TABLE other (id int);",
      "SELECT id, m, ms, (SELECT last_value FROM t_id_seq) FROM t ORDER BY id",
    ],
    [
      "a serial column, and its counter",
      "CREATE TABLE t (id int PRIMARY KEY, n serial UNIQUE);",
      "INSERT INTO t (id) VALUES (1), (2), (3)",
      "CREATE TABLE t (id int PRIMARY KEY);",
      "SELECT id, n, (SELECT last_value FROM t_n_seq) FROM t ORDER BY id",
    ],
    [
      "an identity column, and its counter",
      "CREATE TABLE t (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY);",
      "INSERT INTO t (id) VALUES (1), (2), (3); DELETE FROM t WHERE id = 3",
      "CREATE TABLE t (id int PRIMARY KEY);",
      "SELECT id, n, (SELECT last_value FROM t_n_seq) FROM t ORDER BY id",
    ],
    [
      "a table without a key",
      "CREATE TABLE t (a int, b numeric(9, 3)); CREATE TABLE u (id int);",
      "INSERT INTO t VALUES (1, 1.5), (1, 1.5), (NULL, NULL)",
      "CREATE TABLE u (id int);",
      "SELECT a, b, count(*) FROM t GROUP BY 1, 2 ORDER BY 1",
    ],
  ])("brings back %s", async (_what, before, rows, after, asked) => {
    const plan = await archive(before, rows, after);
    expect(plan.data).toMatchObject({ wayBack: { rating: "lossless", losses: [] } });
    const kinds = (plan.data as { hazards: { kind: string }[] }).hazards.map((one) => one.kind);
    expect(kinds).not.toContain("DELETES_DATA");
    const all = await rowsOf(asked);
    await migrate(project(), {});
    expect((await drift(project(), {})).verdict).toBe("no-drift");
    expect((await verify(project(), {})).success).toBe(true);
    expect((await lint(project(), {})).success).toBe(true);
    await rollback(project(), { steps: 1 });
    expect(await rowsOf(asked)).toEqual(all);
    expect(await rowsOf("SELECT relname FROM pg_class WHERE relnamespace = 'specline_archive'::regnamespace")).toEqual(
      [],
    );
  });

  test("rows that came later keep what they have: NULL, or the default", async () => {
    await archive(
      "CREATE TABLE t (id int PRIMARY KEY, a text, b int DEFAULT 5 NOT NULL);",
      "INSERT INTO t VALUES (1, 'x', 7), (2, 'y', 8)",
      "CREATE TABLE t (id int PRIMARY KEY);",
    );
    await migrate(project(), {});
    await live.query("INSERT INTO t VALUES (3); DELETE FROM t WHERE id = 2");
    await rollback(project(), { steps: 1 });
    expect(await rowsOf("SELECT * FROM t ORDER BY id")).toEqual([
      { id: 1, a: "x", b: 7 },
      { id: 3, a: null, b: 5 },
    ]);
  });

  test("the archive is nobody's but the owner's, and two plans do not meet in it", async () => {
    await live.query("DROP ROLE IF EXISTS reader; CREATE ROLE reader");
    const schema = "CREATE TABLE t (id int PRIMARY KEY, a text);";
    await archive(
      schema,
      "INSERT INTO t VALUES (1, 'x'); GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
      "CREATE TABLE t (id int PRIMARY KEY);",
    );
    await migrate(project(), {});
    for (const [text, isArchiving] of [
      [schema, false],
      ["CREATE TABLE t (id int PRIMARY KEY);", true],
    ] as const) {
      workspace.write("schema.sql", text);
      await diff(project(), { name: "again", isArchiving, allowHazards: "TABLE_SCAN" });
      await migrate(project(), {});
    }
    expect(
      await rowsOf(
        "SELECT count(*)::int FROM pg_class WHERE relnamespace = 'specline_archive'::regnamespace AND relkind = 'r'",
      ),
    ).toEqual([{ count: 2 }]);
    expect(await rowsOf("SELECT has_schema_privilege('reader', 'specline_archive', 'USAGE') AS may")).toEqual([
      { may: false },
    ]);
    await live.query("DROP OWNED BY reader; DROP ROLE reader");
  });

  test("an archive that is gone is told before the way back begins, in a dry run too", async () => {
    await archive("CREATE TABLE t (id int PRIMARY KEY, a text);", "", "CREATE TABLE t (id int PRIMARY KEY);");
    await migrate(project(), {});
    await live.query("DROP SCHEMA specline_archive CASCADE");
    for (const isDryRun of [true, false]) {
      const refused = await refusal(rollback(project(), { steps: 1, isDryRun }));
      expect(refused.codes).toEqual(["migration/archive-gone"]);
    }
  });

  test("who owns the tables, and is no superuser, keeps and brings back what triggers, rules and policies watch", async () => {
    await live.query("DROP ROLE IF EXISTS owner; CREATE ROLE owner LOGIN PASSWORD 'owner'");
    await live.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} OWNER TO owner`);
    const admin = url;
    url = Object.assign(new URL(url), { username: "owner", password: "owner" }).href;
    const forced =
      "ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY; CREATE POLICY few ON t USING (id < 2);";
    const watched = `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ begin raise 'no'; end $$;
      CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t ENABLE ALWAYS TRIGGER g;
      CREATE TRIGGER off BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER off;
      CREATE RULE r AS ON UPDATE TO t DO ALSO NOTHING; ${forced}`;
    const plan = await archive(
      `CREATE TABLE t (id int PRIMARY KEY, a text); ${watched}`,
      "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
      `CREATE TABLE t (id int PRIMARY KEY); ${watched}`,
    );
    const copy = (plan.data as { hazards: { text: string }[] }).hazards.find((one) => one.text.startsWith("copies "));
    expect(copy).toMatchObject({ lock: "ACCESS EXCLUSIVE", blocks: "reads and writes" });
    await migrate(project(), {});
    await rollback(project(), { steps: 1 });
    expect(await rowsOf("SELECT * FROM t ORDER BY id")).toEqual([
      { id: 1, a: "x" },
      { id: 2, a: "y" },
    ]);
    expect((await drift(project(), {})).verdict).toBe("no-drift");
    url = admin;
    await live.query("REASSIGN OWNED BY owner TO CURRENT_USER; DROP OWNED BY owner; DROP ROLE owner");
  });

  test.each([
    ["CREATE TABLE t (a int, b int);", "CREATE TABLE t (a int);", "public.t.b: its table has no primary key"],
    [
      "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));",
      "CREATE TABLE t (a int);",
      "public.t.b: it is part of the primary key",
    ],
    ["CREATE TABLE t (a int) PARTITION BY LIST (a);", "CREATE TABLE u (a int);", "public.t: it is partitioned"],
    [
      "CREATE TABLE t (a int PRIMARY KEY, b int) PARTITION BY LIST (a);",
      "CREATE TABLE t (a int PRIMARY KEY) PARTITION BY LIST (a);",
      "public.t.b: its table is partitioned",
    ],
    [
      "CREATE TABLE t (a int PRIMARY KEY, b int); CREATE TABLE c () INHERITS (t);",
      "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE c () INHERITS (t);",
      "public.c.b: its table is partitioned, a partition, a parent or a child",
    ],
  ])("what it cannot keep is refused: %s", async (before, after, reason) => {
    workspace.write("schema.sql", before);
    await diff(project(), { name: "before" });
    workspace.write("schema.sql", after);
    const refused = await refusal(diff(project(), { name: "after", isArchiving: true, allowHazards: "all" }));
    expect([...new Set(refused.codes)]).toEqual(["migration/cannot-archive"]);
    expect(refused.text).toContain(reason);
    rmSync(join(workspace.root, ".specline"), { recursive: true, force: true });
  });
});
