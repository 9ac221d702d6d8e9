// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: fa0ace674c36a3e9
import type { Outgoing } from "./outgoing.js";
import type { RequestState } from "./request-state.js";

export interface HealthOptions {
  readonly instanceId?: string | undefined;
  /** Rejects while the service cannot work, for instance without its database. */
  readonly checkReady?: (() => Promise<void>) | undefined;
  readonly isStopping: () => boolean;
}

/** `/-/live`: the process answers. `/-/ready`: it can do its work, and is not about to stop. `undefined`: it is neither. */
export async function healthReply(
  path: string,
  method: string | undefined,
  { instanceId, checkReady, isStopping }: HealthOptions,
  { log }: RequestState,
): Promise<Outgoing | undefined> {
  if (method !== "GET" && method !== "HEAD") return undefined;
  if (path === "/-/live") return json(200, { status: "live" });
  if (path !== "/-/ready") return undefined;
  const instance = instanceId === undefined ? {} : { instance: instanceId };
  try {
    if (isStopping()) throw new Error("stopping");
    await checkReady?.();
    return json(200, { status: "ready", ...instance });
  } catch (error) {
    log.warn({ err: error }, "not ready");
    return json(503, { status: "not ready", ...instance });
  }
}

function json(status: number, body: object): Outgoing {
  const headers = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };
  return { status, headers, body: JSON.stringify(body) };
}
