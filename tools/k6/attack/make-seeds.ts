import type { RawRequest, Seed } from "./attack-case";
import { isBeyondFlow, type Known, madeRequest, needsKeys } from "./made-request";
import { isGood } from "./record-flow";
import type { Answer } from "./send-request";

export interface MadeSeeds {
  readonly seeds: readonly Seed[];
  readonly notAttacked: readonly { readonly operation: string; readonly reason: string }[];
  /** That were sent. */
  readonly requests: number;
}

export interface Sending {
  readonly send: (request: RawRequest) => Promise<Answer>;
  /** Requests at most. */
  readonly most: number;
}

/**
 * Valid requests of the operations that the usual flow does not call: files, required cookies, API keys and passwords. Each is
 * sent once to see that it is one; without its key it cannot be.
 */
export async function makeSeeds(
  known: Known,
  skipped: readonly { readonly operation: string; readonly reason: string }[],
  { send, most }: Sending,
): Promise<MadeSeeds> {
  const seeds: Seed[] = [];
  const notAttacked: { operation: string; reason: string }[] = [];
  let requests = 0;
  for (const { operation: id, reason } of skipped) {
    const operation = known.operations.find((one) => one.id === id);
    if (operation === undefined || !isBeyondFlow(known, operation)) {
      notAttacked.push({ operation: id, reason });
      continue;
    }
    const made = madeRequest(known, operation);
    const keyless = needsKeys(known, operation) ? madeRequest({ ...known, keys: [] }, operation) : undefined;
    // What is wrong with its credentials can be seen all the same.
    const give = (why: string) => {
      if (keyless !== undefined && "request" in keyless && keyless.isKeyless)
        seeds.push({ operation: id, request: keyless.request, status: 401, isKeyless: true });
      else notAttacked.push({ operation: id, reason: why });
    };
    if ("reason" in made) give(made.reason);
    else if (made.isKeyless) seeds.push({ operation: id, request: made.request, status: 401, isKeyless: true });
    // Like those of the usual flow: it is kept back, since it deletes what other cases need.
    else if (made.request.method === "DELETE") seeds.push({ operation: id, request: made.request, status: 0 });
    else if (requests >= most) give("--max-requests is reached");
    else {
      requests++;
      const { status } = await send(made.request);
      if (isSound({ status }) && status !== 0) seeds.push({ operation: id, request: made.request, status });
      else give(answered(status));
    }
  }
  return { seeds, notAttacked, requests };
}

/** A stub answers 501, and what is wrong must be refused before it comes to that. */
export function isSound({ status }: { readonly status: number }): boolean {
  return status === 501 || isGood(status) || status === 0;
}

export function answered(status: number): string {
  return `its valid request was answered ${status || "nothing"}`;
}
