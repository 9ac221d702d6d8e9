import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive } from "../../tools/process/is-alive";
import { eventually } from "./start-child";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "specline-fork-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("kill -9 of the process that forked a task ends the task, in order", async () => {
  const path = join(folder, "outcome");
  const parent = spawn(process.execPath, [join(__dirname, "programs/forked.cjs"), path, "fork"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: parent.stdout });
  const pid = await new Promise<number>((resolve) => {
    lines.on("line", (line) => resolve(Number(line.replace("ready ", ""))));
  });
  // As when Nx dies: nobody reads the output of the task any more.
  lines.close();
  parent.stdout.destroy();
  parent.kill("SIGKILL");
  await eventually(() => !isAlive(pid));
  expect(existsSync(path) && readFileSync(path, "utf8")).toBe("stopped in order");
});
