import { connect } from "node:net";
import { type Problem, problem } from "../report/problem";

const timeoutMs = 5_000;

/** That no program listens at a URL; `undefined`: one does. Nothing is sent: any request may mean something there. */
export function listenerProblem(url: string): Promise<Problem | undefined> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const silent = (reason: string) =>
      resolve(problem("load/server-silent", { url: url.replace(/[?#].*$/s, ""), reason }));
    const socket = connect({ host, port: Number(port) || (protocol === "https:" ? 443 : 80) });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no connection within ${timeoutMs / 1000} s`)));
    socket.on("error", (error: NodeJS.ErrnoException) => silent(error.message || error.code || "no connection"));
    socket.on("connect", () => {
      resolve(undefined);
      socket.destroy();
    });
  });
}
