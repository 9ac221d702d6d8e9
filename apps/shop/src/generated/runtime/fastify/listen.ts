// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 277d58aebefff07f
import type { Configuration } from "../configuration.js";
import type { App } from "./framework.js";

/**
 * Listens until SIGTERM or SIGINT. Then new connections are refused, requests under way are finished, and the process
 * ends; with exit code 1 when they take longer than `stopTimeoutMs`.
 */
export async function listen(app: App, { host, port, stopTimeoutMs }: Configuration): Promise<void> {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) return;
    isStopping = true;
    app.log.info({ signal }, "stopping");
    const deadline = setTimeout(() => {
      app.log.error("requests were still under way at the deadline");
      process.exit(1);
    }, stopTimeoutMs);
    deadline.unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        app.log.error({ err: error }, "could not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  await app.listen({ host, port });
}
