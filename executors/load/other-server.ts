import type { FindTarget } from "../../tools/k6/in-turn";
import { isLoopback } from "../../tools/k6/single-request";
import type { Problem } from "../../tools/report/problem";
import { readServerAddress, type ServerOptions } from "../../tools/server/read-server-address";
import type { LoadOptions } from "./load-options";

/** The server at `--compare-url`. Nobody started it here, so it has no nonce: it is asked for every operation before it gets load. */
export function otherServer(
  { compareToken, allowHost, scriptPaths }: LoadOptions & Pick<ServerOptions, "scriptPaths">,
  compareUrl: string,
  findOwn: FindTarget,
): FindTarget | readonly Problem[] {
  const names = { url: "compareUrl", token: "compareToken" } as const;
  const read = readServerAddress({ names, url: compareUrl, token: compareToken, allowHost, scriptPaths });
  if (!("hostname" in read)) return read;
  const { url, hostname, token } = read;
  return async () => {
    const own = await findOwn();
    if ("code" in own) return own;
    // A token for our server is nobody else's business.
    const sent = token ?? (isLoopback(hostname) ? own.environment.TOKEN : undefined) ?? "";
    return { url, environment: { BASE_URL: url, TOKEN: sent }, secrets: sent === "" ? [] : [sent] };
  };
}
