import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../postgres/shadow";
import { run } from "../process/run";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

test("the tests of the Go program pass on a real PostgreSQL, and none is skipped", async () => {
  const { url } = await shadow.createDatabase();
  const outcome = await run({
    program: "go",
    arguments: ["test", "-mod=readonly", "-count=1", "-v", "./..."],
    directory: join(__dirname, "module"),
    environment: {
      ...(process.env as Record<string, string>),
      GOTOOLCHAIN: "local",
      CGO_ENABLED: "0",
      SPECLINE_TEST_POSTGRES: `${url}?sslmode=disable`,
    },
  });
  expect(outcome.stdout + outcome.stderr).not.toMatch(/--- (FAIL|SKIP)/);
  expect(outcome.exitCode).toBe(0);
  expect(outcome.stdout.match(/--- PASS/g)?.length).toBeGreaterThan(5);
});
