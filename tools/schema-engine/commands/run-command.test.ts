import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runCommand } from "./run-command";

let workspaceRoot: string;
let printed: string;
beforeEach(() => {
  workspaceRoot = mkdtempSync(join(tmpdir(), "specline-command-"));
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(workspaceRoot, { recursive: true });
});

const failing = (error: Error) =>
  runCommand({ workspaceRoot, project: "db", projectRoot: "specs/db", target: "drift", format: "text" }, () =>
    Promise.reject(error),
  );

test.each([
  new Error("Connection terminated unexpectedly"),
  new Error("Client has encountered a connection error and is not queryable"),
  Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }),
  Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" }),
])("a connection that ends is told: $message", async (error) => {
  expect(await failing(error)).toEqual({ success: false });
  expect(printed).toContain(`${error.message}. [database/connection-ended]`);
});

test("a fault of ours is thrown", async () => {
  await expect(failing(new TypeError("x is undefined"))).rejects.toThrow("x is undefined");
});
