import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../process/run";

test("the tests of the k6 extension pass, and none is skipped", async () => {
  const outcome = await run({
    program: "go",
    arguments: ["test", "-mod=readonly", "-trimpath", "-count=1", "-v", "./..."],
    directory: join(__dirname, "module"),
    environment: { ...(process.env as Record<string, string>), GOTOOLCHAIN: "local", CGO_ENABLED: "0" },
  });
  expect(outcome.stdout + outcome.stderr).not.toMatch(/--- (FAIL|SKIP)/);
  expect(outcome.exitCode).toBe(0);
  expect(outcome.stdout.match(/--- PASS/g)?.length).toBeGreaterThan(4);
});
