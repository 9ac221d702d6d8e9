import { readFileSync } from "node:fs";
import { refusedOption } from "../k6/options/refused-option";
import { readRequest, readSecret } from "../k6/single-request";
import type { Problem } from "../report/problem";

/** An API's server that Specline did not start, as it is given on the command line. */
export interface ServerOptions {
  /** Names of the options, as in the schema of the executor. */
  readonly names: { readonly url: "server" | "compareUrl"; readonly token: "serverToken" | "compareToken" };
  readonly url: string;
  /** Bearer token as `env:NAME`. */
  readonly token: string | undefined;
  /** Hosts beyond this machine that may be sent load. */
  readonly allowHost: string | readonly string[] | undefined;
  /** Of the load tests that it is to get. */
  readonly scriptPaths: readonly string[];
}

export interface ServerAddress {
  /** Without a slash at the end. */
  readonly url: string;
  readonly hostname: string;
  readonly token?: string;
}

/** Reads where a server is; everything that is wrong with it is said before anything is sent. */
export function readServerAddress({
  names,
  url,
  token,
  allowHost,
  scriptPaths,
}: ServerOptions): ServerAddress | readonly Problem[] {
  const option = names.url === "server" ? "server" : "compare-url";
  const read = readRequest({ url, option, allowedHosts: [allowHost ?? []].flat(), headers: [] });
  if (!("expected" in read)) return read;
  const { origin, pathname, search, hash, hostname } = new URL(read.url);
  if (search !== "" || hash !== "") {
    const shown = `${origin}${pathname}?…`;
    return [refusedOption(names.url, shown, "a server's address has no query", "Give its origin alone.")];
  }
  if (pathname !== "/" && scriptPaths.some((path) => hasPathsBelow(path, pathname.replace(/\/+$/, "")))) {
    const reason = `the load test's own paths begin with ${pathname}, which the description has as a part of its servers`;
    return [refusedOption(names.url, `${origin}${pathname}`, reason, "Give its origin alone.")];
  }
  const address = { url: `${origin}${pathname}`.replace(/\/+$/, ""), hostname };
  if (token === undefined) return address;
  const secret = readSecret(token);
  if ("value" in secret) return { ...address, token: secret.value };
  const flag = names.token === "serverToken" ? "--server-token" : "--compare-token";
  return [refusedOption(names.token, "…", secret.reason, `Use ${flag}=env:NAME and set that variable.`)];
}

/** Whether a generated script calls what is below a path. */
function hasPathsBelow(scriptPath: string, path: string): boolean {
  return readFileSync(scriptPath, "utf8").includes(`"${path}/`);
}
