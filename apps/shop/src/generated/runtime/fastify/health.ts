// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: ec39a35adafdd653
import type { App } from "./framework.js";

export interface HealthOptions {
  readonly instanceId?: string | undefined;
  readonly checkReady?: () => Promise<void>;
}

/** `/-/live`: the process answers. `/-/ready`: it can do its work, and is not about to stop. */
export function addHealthChecks(app: App, { instanceId, checkReady }: HealthOptions): void {
  let isStopping = false;
  app.addHook("preClose", async () => {
    isStopping = true;
  });
  app.get("/-/live", { logLevel: "silent" }, async () => ({ status: "live" }));
  app.get("/-/ready", { logLevel: "silent" }, async (request, reply) => {
    const instance = instanceId === undefined ? {} : { instance: instanceId };
    try {
      if (isStopping) throw new Error("stopping");
      await checkReady?.();
      return { status: "ready", ...instance };
    } catch (error) {
      request.log.warn({ err: error }, "not ready");
      return reply.code(503).send({ status: "not ready", ...instance });
    }
  });
}
