import type { Client } from "pg";
import type { Migration } from "../migrations/migration";
import type { Script } from "../migrations/read-script";

export interface RunOptions {
  /** How long a transaction waits for a lock before it is rolled back and tried again. */
  readonly lockTimeoutMs: number;
  /** At least; where attempts are cut short, as many more as the time of these allows. */
  readonly attempts: number;
  /** How long to wait for another runner. */
  readonly waitMs: number;
  readonly onLine: (line: string) => void;
  /** How long a statement outside of transactions runs before it is told for whom it waits. */
  readonly waitNoticeMs: number;
  /** Another session on the target, which looks for whom the first one waits; without it that is not told. */
  readonly openSession?: () => Promise<Client>;
}

export const defaultRunOptions: Omit<RunOptions, "onLine"> = {
  lockTimeoutMs: 2_000,
  attempts: 10,
  waitMs: 60_000,
  waitNoticeMs: 3_000,
};

/** One direction of one version on one database. */
export interface ScriptRun {
  readonly client: Client;
  readonly target: string;
  /** Random name of this run, in the history. */
  readonly run: string;
  readonly migration: Migration;
  readonly direction: "up" | "down";
  readonly script: Script;
  readonly options: RunOptions;
}
