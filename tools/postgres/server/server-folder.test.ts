import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { serverFolder } from "./server-folder";

let root: string;
beforeEach(() => {
  root = mkdtempSync("/var/tmp/specline-test-");
  chmodSync(root, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("gives the same place before and after the data directory is there, closed to others", () => {
  const wished = join(root, "state", "db");
  expect(serverFolder(wished, "data/x")).toBe(wished);
  mkdirSync(wished, { recursive: true });
  chmodSync(wished, 0o700);
  expect(serverFolder(wished, "data/x")).toBe(wished);
});

it.runIf(process.getuid?.() === 0)("goes elsewhere when a folder on the way is closed to the server's user", () => {
  chmodSync(root, 0o700);
  expect(serverFolder(join(root, "state", "db"), "data/x")).not.toContain(root);
});
