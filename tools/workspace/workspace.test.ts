import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readRunFile, removeRunFile, writeRunFile } from "./run-file";
import { stateDirectory } from "./state-directory";
import { writeFileAtomically } from "./write-file-atomically";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "specline-workspace-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const file = { project: "shop", url: "http://127.0.0.1:1", nonce: "n", secrets: { token: "t" } };

it("keeps secrets of a run file from other users, and forgets a server whose process is gone", () => {
  writeRunFile(root, { ...file, pid: process.pid });
  expect(readRunFile(root, "shop")).toEqual({ ...file, pid: process.pid });
  expect(statSync(join(root, ".specline/run/shop.json")).mode & 0o077).toBe(0);
  writeRunFile(root, { ...file, pid: 2 ** 22 + 1 });
  expect(readRunFile(root, "shop")).toBeUndefined();
  removeRunFile(root, "shop");
  removeRunFile(root, "shop");
  expect(readRunFile(root, "shop")).toBeUndefined();
});

it("ignores the state folder in git whatever the workspace's own .gitignore says", () => {
  stateDirectory(root, "reports");
  stateDirectory(root, "run");
  expect(readFileSync(join(root, ".specline/.gitignore"), "utf8")).toBe("*\n");
});

it("leaves no temporary file behind, whether the write succeeds or not", () => {
  writeFileAtomically(join(root, "a/b.txt"), "one");
  writeFileAtomically(join(root, "a/b.txt"), "two");
  expect(readFileSync(join(root, "a/b.txt"), "utf8")).toBe("two");
  expect(() => writeFileAtomically(join(root, "a"), "three")).toThrow();
  expect([...readdirSync(root), ...readdirSync(join(root, "a"))]).toEqual(["a", "b.txt"]);
});
