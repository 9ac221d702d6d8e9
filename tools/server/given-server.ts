import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { FindTarget } from "../k6/in-turn";
import { type Problem, problem } from "../report/problem";
import { readServerAddress, type ServerOptions } from "./read-server-address";

const timeoutMs = 5_000;

/**
 * The server of an API at `--server`. Nobody started it here, so it has no nonce: that somebody answers at its address, whatever the answer, is
 * asked before it gets load.
 */
export function givenServer(options: Omit<ServerOptions, "names">): FindTarget | readonly Problem[] {
  const read = readServerAddress({ ...options, names: { url: "server", token: "serverToken" } });
  if (!("hostname" in read)) return read;
  const { url, token = "" } = read;
  return async () => {
    const reason = await silence(new URL(url));
    if (reason !== undefined) return problem("load/server-silent", { url, reason });
    return { url, environment: { BASE_URL: url, TOKEN: token }, secrets: token === "" ? [] : [token] };
  };
}

/** Why nobody answers; `undefined`: somebody does. */
function silence(url: URL): Promise<string | undefined> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const asked = request(url, { method: "HEAD", agent: false, timeout: timeoutMs }, (response) => {
      response.destroy();
      resolve(undefined);
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    asked.on("error", (error: NodeJS.ErrnoException) => resolve(error.message || error.code || "no connection"));
    asked.end();
  });
}
