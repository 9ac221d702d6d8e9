import type { Round } from "../compare/round";
import type { Environment } from "./environment";

/** What was measured, so that only the same is compared with it. */
export type Subject =
  | {
      readonly kind: "api";
      /** Nx project of the API. */
      readonly api: string;
    }
  | {
      readonly kind: "request";
      /** `GET /v1/products`: no query, which may hold keys. */
      readonly name: string;
      /** Of method, path, query, headers, body and expected statuses; no secret and no host is in it. */
      readonly hash: string;
    };

export interface LoadForm {
  /** Iterations per second; `null`: as many as the users manage. */
  readonly rate: number | null;
  /** `null`: what the rate needs. */
  readonly concurrency: number | null;
  /** Measured in each round, after the warm-up. */
  readonly secondsPerRound: number;
}

export interface BaselineRound {
  /** p50 of the built-in echo server in this round. */
  readonly calibrationMs: number;
  readonly operations: Round;
}

/** An earlier measurement, as `--save-baseline` keeps it; docs/schemas/load-baseline.json describes the file. */
export interface Baseline {
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
  /** Without credentials. */
  readonly server: string;
  readonly subject: Subject;
  readonly load: LoadForm;
  readonly environment: Environment;
  readonly rounds: readonly BaselineRound[];
}

export const baselineFormat = "specline-load-baseline";
export const baselineVersion = 1;
