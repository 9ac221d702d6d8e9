import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, context, INVALID_SPAN_CONTEXT, ROOT_CONTEXT, type Span, trace } from "@opentelemetry/api";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Outgoing } from "./outgoing.js";
import { inSpan } from "./telemetry.js";

const route = { method: "GET", path: "/pets/{petId}" };
const outgoing = (status: number): Outgoing => ({ status, headers: {}, body: undefined });

const spans: { readonly name: string; readonly told: unknown[] }[] = [];

/** Does what the set-up of an SDK does. */
function listen(): void {
  const active = new AsyncLocalStorage<Context>();
  context.setGlobalContextManager({
    active: () => active.getStore() ?? ROOT_CONTEXT,
    with: (own, work, self, ...given) => active.run(own, () => work.apply(self as never, given)),
    bind: (_context, target) => target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  });
  const startSpan = (name: string, options: unknown) => {
    const told: unknown[] = [options];
    spans.push({ name, told });
    return {
      spanContext: () => ({ ...INVALID_SPAN_CONTEXT, traceId: "1".repeat(32), spanId: "2".repeat(16) }),
      setAttribute: (key: string, value: unknown) => told.push({ [key]: value }),
      setStatus: (status: unknown) => told.push(status),
      end: () => told.push("end"),
    } as unknown as Span;
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan, startActiveSpan: () => undefined as never }) });
}

it("does the work and no more while nobody listens", async () => {
  await expect(inSpan(route, async () => outgoing(200))).resolves.toEqual(outgoing(200));
  expect(trace.getActiveSpan()).toBeUndefined();
});

describe("with an SDK", () => {
  beforeAll(listen);
  beforeEach(() => {
    spans.length = 0;
  });

  it.each([
    [200, [{ "http.response.status_code": 200 }, "end"]],
    [404, [{ "http.response.status_code": 404 }, "end"]],
    [500, [{ "http.response.status_code": 500 }, { code: 2 }, "end"]],
  ])("tells of an answer %i", async (status, told) => {
    let seen: Span | undefined;
    await inSpan(route, async () => {
      seen = trace.getActiveSpan();
      return outgoing(status);
    });
    const attributes = { "http.request.method": "GET", "http.route": "/pets/{petId}" };
    expect(spans).toEqual([{ name: "GET /pets/{petId}", told: [{ attributes }, ...told] }]);
    expect(seen?.spanContext().spanId).toBe("2".repeat(16));
  });

  it("ends the span of work that fails", async () => {
    await expect(inSpan(route, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(spans[0]?.told.at(-1)).toBe("end");
  });
});
