import { join } from "node:path";
import { expect, it } from "vitest";
import { freePort } from "../../../tools/process/free-port";
import { acquireMachineLock } from "../../../tools/process/machine-lock";
import { start } from "../../../tools/process/start";

it("is free at once when its holder is killed with SIGKILL", async () => {
  const port = await freePort();
  let isHeld: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const other = await start({
    program: process.execPath,
    arguments: [join(__dirname, "hold-lock.cjs"), String(port)],
    onLine: (line) => (line === "held" ? isHeld() : undefined),
  });
  await held;
  const seen: string[] = [];
  const ours = acquireMachineLock({
    port,
    holder: "us",
    onWait: (holder) => {
      seen.push(holder);
      process.kill(other.pid, "SIGKILL");
    },
  });
  const outcome = await ours;
  expect(seen).toEqual(["the other one"]);
  expect(outcome.kind).toBe("acquired");
  if (outcome.kind === "acquired") await outcome.lock.release();
  expect(await other.ended).toBeUndefined();
});
