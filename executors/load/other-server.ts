import type { FindTarget } from "../../tools/k6/in-turn";
import { refusedOption } from "../../tools/k6/options/refused-option";
import { isLoopback, readRequest, readSecret } from "../../tools/k6/single-request";
import type { Problem } from "../../tools/report/problem";
import type { LoadOptions } from "./load-options";

/** The server at `--compare-url`. Nobody started it here, so it has no nonce: it is asked for every operation before it gets load. */
export function otherServer(
  { compareToken, allowHost }: LoadOptions,
  compareUrl: string,
  findOwn: FindTarget,
): FindTarget | readonly Problem[] {
  const allowedHosts = [allowHost ?? []].flat();
  const read = readRequest({ url: compareUrl, option: "compare-url", allowedHosts, headers: [] });
  if (!("expected" in read)) return read;
  const { origin, pathname, search, hash, hostname } = new URL(read.url);
  if (search !== "" || hash !== "") {
    const shown = `${origin}${pathname}?…`;
    return [refusedOption("compareUrl", shown, "a server's address has no query", "Give its origin alone.")];
  }
  const token = compareToken === undefined ? undefined : readSecret(compareToken);
  if (token !== undefined && "reason" in token) {
    const remedy = "Use --compare-token=env:NAME and set that variable.";
    return [refusedOption("compareToken", "…", token.reason, remedy)];
  }
  const url = `${origin}${pathname}`.replace(/\/+$/, "");
  return async () => {
    const own = await findOwn();
    if ("code" in own) return own;
    // A token for our server is nobody else's business.
    const sent = token?.value ?? (isLoopback(hostname) ? own.environment.TOKEN : undefined) ?? "";
    return { url, environment: { BASE_URL: url, TOKEN: sent }, secrets: sent === "" ? [] : [sent] };
  };
}
