import { describe, expect, it } from "vitest";
import { redact } from "./redact";
import { run } from "./run";
import { start } from "./start";

const node = (script: string) => ({ program: process.execPath, arguments: ["-e", script] });

describe("run", () => {
  it("gives both outputs and the exit code of a program that fails", async () => {
    const outcome = await run(node("console.log('out'); console.error('err'); process.exit(3)"));
    expect(outcome).toMatchObject({ kind: "exited", exitCode: 3, stdout: "out\n", stderr: "err\n" });
  });

  it("says that a program is not there", async () => {
    expect(await run({ program: "no-such-program", arguments: [] })).toMatchObject({ kind: "not-found" });
  });

  it("ends a program at its time limit and on cancel", async () => {
    expect(await run({ ...node("setInterval(() => {}, 1000)"), timeoutMs: 50 })).toMatchObject({ kind: "timed-out" });
    const abort = new AbortController();
    const outcome = run({
      ...node("console.log('up'); setInterval(() => {}, 1000)"),
      signal: abort.signal,
      onLine: () => abort.abort(),
    });
    expect(await outcome).toMatchObject({ kind: "canceled" });
  });

  it("passes only the environment that it is given", async () => {
    const outcome = await run({ ...node("console.log(Object.keys(process.env).join())"), environment: { ONLY: "1" } });
    expect(outcome.stdout).toBe("ONLY\n");
  });

  it("hides secrets in outputs, lines and the summary", async () => {
    const lines: string[] = [];
    const outcome = await run({
      program: process.execPath,
      arguments: ["-e", "console.log('postgres://u:hunter2@h/d s3cret'); process.exit(1)", "postgres://u:hunter2@h/d"],
      secrets: ["s3cret"],
      onLine: (line) => lines.push(line),
    });
    expect(outcome.stdout).toBe("postgres://u:***@h/d ***\n");
    expect(lines).toEqual(["postgres://u:***@h/d ***"]);
    expect(JSON.stringify(outcome)).not.toMatch(/hunter2|s3cret/);
  });
});

describe("start", () => {
  it("hands on lines while the program runs, and stops it", async () => {
    let first: (text: string) => void = () => {};
    const seen = new Promise<string>((resolve) => {
      first = resolve;
    });
    const program = await start({
      ...node("console.log('ready'); setInterval(() => {}, 1000)"),
      onLine: (text) => first(text),
    });
    expect(await seen).toBe("ready");
    await program.stop();
    expect(await program.ended).toBeUndefined();
    expect(() => process.kill(program.pid, 0)).toThrow();
  });

  it("rejects when there is no such program", async () => {
    await expect(start({ program: "no-such-program", arguments: [] })).rejects.toThrow("no-such-program");
  });
});

describe("redact", () => {
  it.each([
    ["postgres://user:p%40ss@host:5432/db", "postgres://user:***@host:5432/db"],
    ["see https://host/path:with@sign", "see https://host/path:with@sign"],
    ["two: redis://:pw@a and mysql://x:y@b", "two: redis://:***@a and mysql://x:***@b"],
  ])("%s", (text, safe) => expect(redact(text)).toBe(safe));
});
