import { createServer } from "node:net";
import { expect, test } from "vitest";
import { expectFilled } from "../../test/diagnostics/expect-filled";
import { freePort } from "../process/free-port";
import { takeLoadTurn } from "./load-turn";

test("another program on the port of the turns is named, and not waited for", async () => {
  const stranger = createServer((socket) => {
    socket.on("error", () => {});
    socket.end("220 mail.example ESMTP\r\n");
  });
  const port = await freePort();
  await new Promise<void>((resolve) => stranger.listen(port, "127.0.0.1", resolve));
  const lines: string[] = [];
  const turn = await takeLoadTurn("shop-orders:loadtest", (line) => lines.push(line), port);
  await new Promise((resolve) => stranger.close(resolve));
  if (!("code" in turn)) throw new Error("took a turn on the port of a stranger");
  expect(turn.code).toBe("load/lock-port-taken");
  expect(turn.message).toContain(`127.0.0.1:${port}`);
  expectFilled(turn);
  expect(lines).toEqual([]);
});

test("the next one is told whom it waits for, and gets its turn", async () => {
  const port = await freePort();
  const first = await takeLoadTurn("shop-orders:loadtest", () => {}, port);
  if (!("release" in first)) throw new Error(first.code);
  let isTold: (line: string) => void = () => {};
  const told = new Promise<string>((resolve) => {
    isTold = resolve;
  });
  const second = takeLoadTurn("shop-items:loadtest", isTold, port);
  expect(await told).toContain("waiting for shop-orders:loadtest");
  await first.release();
  const turn = await second;
  expect(turn).toHaveProperty("release");
  if ("release" in turn) await turn.release();
});

test("whoever is stopped while it waits says so", async () => {
  const port = await freePort();
  const first = await takeLoadTurn("shop-orders:loadtest", () => {}, port);
  if (!("release" in first)) throw new Error(first.code);
  const abort = new AbortController();
  const turn = await takeLoadTurn("shop-items:loadtest", () => abort.abort(), port, abort.signal);
  await first.release();
  if (!("code" in turn)) throw new Error("took a turn after it was stopped");
  expect(turn.code).toBe("load/stopped-waiting");
  expectFilled(turn);
});
