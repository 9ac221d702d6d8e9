import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { freePort } from "./free-port";
import { acquireMachineLock } from "./machine-lock";

async function acquire(port: number, holder: string, onWait: (holder: string) => void = () => {}) {
  const outcome = await acquireMachineLock({ port, holder, onWait });
  if (outcome.kind !== "acquired") throw new Error(outcome.kind);
  return outcome.lock;
}

describe("acquireMachineLock", () => {
  it("lets one in at a time", async () => {
    const port = await freePort();
    let inside = 0;
    let entries = 0;
    await Promise.all(
      ["a", "b", "c", "d"].map(async (name) => {
        const lock = await acquire(port, name);
        inside++;
        entries++;
        expect(inside).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
        await lock.release();
      }),
    );
    expect(entries).toBe(4);
  });

  it("tells who waits whom it waits for, and wakes it when the holder lets go", async () => {
    const port = await freePort();
    const first = await acquire(port, "shop-orders:loadtest");
    const second = { lock: undefined as Promise<unknown> | undefined };
    const holder = await new Promise<string>((resolve) => {
      second.lock = acquire(port, "shop-products:loadtest", resolve).then((lock) => lock.release());
    });
    expect(holder).toBe("shop-orders:loadtest");
    await first.release();
    await second.lock;
  });

  it("stops waiting when it is told to, and leaves the lock to others", async () => {
    const port = await freePort();
    const first = await acquire(port, "shop-orders:loadtest");
    const abort = new AbortController();
    const waiting = acquireMachineLock({
      port,
      holder: "shop-products:loadtest",
      onWait: () => abort.abort(),
      signal: abort.signal,
    });
    expect(await waiting).toEqual({ kind: "canceled" });
    await first.release();
    await (await acquire(port, "another")).release();
  });

  it("does not take a stranger for a holder", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write("220 mail.example ESMTP\r\n");
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    expect(await acquireMachineLock({ port, holder: "a", onWait: () => {} })).toEqual({ kind: "port-taken", port });
    await new Promise((resolve) => server.close(resolve));
  });
});
