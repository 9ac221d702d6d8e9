import type { Client } from "pg";
import type { HeaderTimeouts } from "../timeouts/header-timeouts";

/** Milliseconds; 0 is no limit. */
export interface SessionTimeouts {
  readonly lockMs: number;
  readonly statementMs: number;
}

/** For a lock that is as good as free: a query of a client that ends at once may hold it. */
const leastWaitMs = 10;

/** `isLocal`: for the rest of the transaction. What the file does not give stays as it is. */
export async function setTimeouts(
  client: Client,
  { lockMs, statementMs }: HeaderTimeouts,
  isLocal: boolean,
): Promise<void> {
  const scope = isLocal ? "SET LOCAL" : "SET";
  if (lockMs !== undefined) await client.query(`${scope} lock_timeout = ${lockMs}`);
  if (statementMs !== undefined) await client.query(`${scope} statement_timeout = ${statementMs}`);
}

/** What is in force, whoever has set it: a file, this runner, the role or the server. */
export async function readTimeouts(client: Client): Promise<SessionTimeouts> {
  const { rows } = await client.query<SessionTimeouts>(
    `SELECT (SELECT setting::float8 FROM pg_settings WHERE name = 'lock_timeout') AS "lockMs",
       (SELECT setting::float8 FROM pg_settings WHERE name = 'statement_timeout') AS "statementMs"`,
  );
  return rows[0] ?? { lockMs: 0, statementMs: 0 };
}

/** A wait of which nobody takes notice who queues behind it. */
const firstWaitMs = 50;
const growth = 1.25;

export interface Patience {
  /** From 1. */
  readonly attempt: number;
  /** The limit of locks that others queue behind. A time that a file sets beyond it is meant, and so is 0. */
  readonly usualMs: number;
  /** Since the transaction asked for its first lock, if it may wait for another one while it holds that. */
  readonly lockingMs: number | undefined;
  /** Whether an attempt costs next to nothing: what it waits for is all that it does. */
  readonly isBrief: boolean;
}

/**
 * Shortens the wait for the next lock, for those who would queue behind it. Brief attempts begin with 50 ms and wait a quarter longer each.
 *
 * From the second lock of a transaction on it may stand in a circle with others, who then are the ones whom PostgreSQL ends when they have waited for
 * `deadlock_timeout`. Nobody has waited for this transaction longer than since it asked for its first lock, so it gives way before that time is over.
 *
 * @returns what is in force now
 */
export async function limitWait(
  client: Client,
  timeouts: SessionTimeouts,
  patience: Patience,
): Promise<SessionTimeouts> {
  const { attempt, usualMs, lockingMs, isBrief } = patience;
  const growingMs = isBrief ? firstWaitMs * growth ** (attempt - 1) : Number.POSITIVE_INFINITY;
  const circleMs =
    lockingMs === undefined ? Number.POSITIVE_INFINITY : (await deadlockTimeoutMs(client)) * 0.9 - lockingMs;
  const lockMs = Math.max(leastWaitMs, Math.floor(Math.min(growingMs, circleMs)));
  // 0 is no limit.
  if (timeouts.lockMs <= lockMs || timeouts.lockMs > usualMs) return timeouts;
  await setTimeouts(client, { lockMs }, true);
  return { ...timeouts, lockMs };
}

async function deadlockTimeoutMs(client: Client): Promise<number> {
  const { rows } = await client.query<{ ms: number }>(
    "SELECT setting::float8 AS ms FROM pg_settings WHERE name = 'deadlock_timeout'",
  );
  return rows[0]?.ms ?? 1_000;
}
