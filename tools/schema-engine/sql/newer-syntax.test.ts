import { expect, test } from "vitest";
import { isInstalled } from "../../../test/database/is-installed";
import { refusal } from "../../../test/database/refusal";
import { startShadow } from "../../postgres/shadow";
import { loadFiles } from "../source/load-files";

test.runIf(isInstalled(15))("grammar of a newer PostgreSQL is told from a mistake, on the older server", async () => {
  const shadow = await startShadow(process.cwd(), 15);
  const told = async (text: string) => (await refusal(loadFiles(shadow, [{ path: "schema.sql", text }]))).text;
  try {
    for (const newer of [
      "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL)",
      "CREATE TABLE t (a int4range, b tsrange, PRIMARY KEY (a, b WITHOUT OVERLAPS))",
      "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c NOT NULL a NOT VALID",
    ]) {
      expect(await told(newer)).toContain(
        "was read as PostgreSQL 15, where this is no syntax; that of PostgreSQL 18 takes it",
      );
    }
    const mistake = await told("CREATE TABEL t (a int)");
    expect(mistake).toContain("The parser of PostgreSQL 18 refuses this");
    const inside = await told("DO $$ BEGIN EXECUTE 'CREATE TABEL t ()'; END $$");
    expect(inside).not.toContain("was read as");
    expect(await told("CREATE TABLE t (a nonsense)")).not.toContain("was read as");
  } finally {
    await shadow.stop();
  }
});
