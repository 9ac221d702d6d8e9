import { beforeAll, describe, expect, test } from "vitest";
import { corpus, readCorpus } from "../harness/corpus";
import { createWorkspace, type Workspace } from "../harness/workspace";

interface Report {
  readonly verdict: string;
  readonly reasons: readonly string[];
}

/** From an empty database to the schema of a real product, as a user of a fresh workspace goes. The steps build on each other. */
describe.skipIf(corpus === undefined).each(["npm", "pnpm"] as const)(
  "sql/chinook.sql in a workspace of %s",
  (manager) => {
    let workspace: Workspace;
    beforeAll(async () => {
      workspace = await createWorkspace(manager);
      workspace.write({ "specs/db/schema.sql": readCorpus("sql/chinook.sql") });
      await workspace.git("add", "--all");
      await workspace.git("commit", "--quiet", "--message=schema");
    });

    /** Runs a target and returns its report; with another exit code than expected the test shows what was printed. */
    async function report(exitCode: number, target: string, ...options: readonly string[]): Promise<Report> {
      const outcome = await workspace.nx("run", `db:${target}`, ...options);
      const printed = outcome.stdout + outcome.stderr;
      expect({ exitCode: outcome.exitCode, printed }).toEqual({ exitCode, printed });
      return JSON.parse(workspace.read(`.specline/reports/db/${target}.json`)) as Report;
    }

    test("is planned from empty, proved up and down, and written as one migration", async () => {
      expect(await report(0, "diff", "--name=init")).toMatchObject({ verdict: "planned" });
      const written = (await workspace.changes()).trimEnd().split("\n");
      expect(written.map((line) => line.replace(/\/\d+_/, "/<version>_").replace("?? ", ""))).toEqual([
        "specs/db/migrations/<version>_init.down.sql",
        "specs/db/migrations/<version>_init.up.sql",
        "specs/db/migrations/atlas.sum",
        "specs/db/migrations/specline.sum",
      ]);
    });

    test("a dry run proves the migration and applies nothing", async () => {
      expect(await report(0, "migrate", "--dry-run")).toMatchObject({ verdict: "proved" });
      expect(await report(0, "status")).toMatchObject({ verdict: "pending" });
    });

    test("it is applied, and nothing is left to plan", async () => {
      expect(await report(0, "migrate")).toMatchObject({ verdict: "applied" });
      expect(await report(0, "status")).toMatchObject({ verdict: "up-to-date" });
      expect(await report(0, "drift")).toMatchObject({ verdict: "no-drift" });
      expect(await report(0, "diff", "--name=again")).toMatchObject({ verdict: "up-to-date" });
    });

    test("a rollback that loses data is refused until it is asked for, and a dry run of it changes nothing", async () => {
      const refused = await workspace.nx("run", "db:rollback", "--dry-run");
      expect(refused.exitCode).toBe(1);
      expect(refused.stdout).toContain("--allow-lossy");
      expect(await report(0, "rollback", "--dry-run", "--allow-lossy")).toMatchObject({ verdict: "proved" });
      expect(await report(0, "status")).toMatchObject({ verdict: "up-to-date" });
    });

    test("a misspelled option is refused and nothing is applied", async () => {
      workspace.write({
        "specs/db/schema.sql": `${readCorpus("sql/chinook.sql")}\nCREATE TABLE public.extra (id integer);\n`,
      });
      expect(await report(0, "diff", "--name=extra")).toMatchObject({ verdict: "planned" });
      const misspelled = await workspace.nx("run", "db:migrate", "--dryrun");
      expect(misspelled.exitCode).toBe(1);
      expect(misspelled.stderr).toContain("'dryrun' is not found in schema");
      expect(await report(0, "status")).toMatchObject({ verdict: "pending" });
    });
  },
);
