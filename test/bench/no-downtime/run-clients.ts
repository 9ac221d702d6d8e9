import { type ClientPlan, runClient } from "./client";

export interface ClientsPlan extends ClientPlan {
  readonly clients: number;
}

/** A process of clients: it begins with a plan, says when all are connected, and ends with what they met. */
let isStopped = false;

process.on("message", async (message: ClientsPlan | "stop") => {
  if (message === "stop") {
    isStopped = true;
    return;
  }
  const running = Array.from({ length: message.clients }, () => runClient(message, () => isStopped));
  process.send?.("running");
  process.send?.((await Promise.all(running)).flat(), () => process.disconnect());
});
