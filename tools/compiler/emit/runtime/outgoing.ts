import type { Readable } from "node:stream";

/** An answer as every framework sends it. */
export interface Outgoing {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Readable | undefined;
}
