import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { ClientStatement } from "./client-statement";
import type { ClientsPlan } from "./run-clients";

export interface Clients {
  /** Ends them when they have done what was due, and says what all of them met. */
  stop(): Promise<readonly ClientStatement[]>;
}

/** Starts clients in a process of their own, so that the work of a plan delays none of them. */
export async function startClients(plan: ClientsPlan): Promise<Clients> {
  const child = fork(join(__dirname, "run-clients.ts"), { serialization: "advanced" });
  child.send(plan);
  await messageOf(child);
  return {
    async stop() {
      child.send("stop");
      return (await messageOf(child)) as readonly ClientStatement[];
    },
  };
}

async function messageOf(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the process of the clients ended: ${code}`);
  });
  const [message] = await Promise.race([once(child, "message"), ended]);
  return message;
}
