import { Agent, request } from "node:http";
import type { Load } from "./load";

/** A process that sends requests of one kind over a few connections that stay open, the next one when the last is answered. */
process.on("message", async (load: Load) => {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  let left = load.requests;
  const sendSome = async () => {
    while (left-- > 0) await sendOne(load, agent);
  };
  await Promise.all(Array.from({ length: load.connections }, sendSome));
  agent.destroy();
  process.send?.("done");
});

function sendOne({ port, sent: { method, path, headers, body }, status }: Load, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers, agent }, (response) => {
      response.resume().on("end", resolve).on("error", reject);
      if (response.statusCode !== status) reject(new Error(`${method} ${path} answers ${response.statusCode}`));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
