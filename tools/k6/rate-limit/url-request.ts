import type { LoadTarget } from "../in-turn";
import type { SingleRequest } from "../single-request";
import type { StatusRange } from "../status-ranges";
import type { BurstRequest } from "./run-rate-limit";

/** The request that `--url` and the options beside it describe, from what k6 would be given. */
export async function urlRequest({ environment }: LoadTarget): Promise<BurstRequest> {
  const sent = JSON.parse(environment.REQUEST ?? "{}") as Omit<SingleRequest, "expected" | "secrets">;
  const { origin, pathname, search } = new URL(sent.url);
  return {
    request: {
      method: sent.method,
      target: `${pathname}${search}`,
      headers: Object.entries(sent.headers),
      ...(sent.body === null ? {} : { body: Buffer.from(sent.body) }),
    },
    origin,
    name: sent.name,
    expected: JSON.parse(environment.EXPECTED_STATUSES ?? "[]") as readonly StatusRange[],
  };
}
