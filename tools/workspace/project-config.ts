/** `specs/<api>/specline.json`, committed. */
export interface ApiConfig {
  readonly kind: "api";
  /** Only the load tests, of a service that is made elsewhere; unset: the whole service. */
  readonly generates?: "load-tests";
  readonly framework: "fastify" | "express" | "koa";
  /** Where the generated application lives, relative to the workspace root. */
  readonly directory: string;
  /** Folder of what is generated, below the directory; unset: `src`. */
  readonly output?: string;
  /** Form of errors that the description gives no form of its own; unset: `envelope`. */
  readonly errorFormat?: "envelope" | "problem";
  /** What a service does about replies that break the description; unset: they are refused except in production. */
  readonly responseValidation?: "off" | "log" | "enforce";
  /** Nx project of the database whose tables operations are linked to. */
  readonly database?: string;
  /** `--database=none` was given: the only database of the workspace is not taken by default. */
  readonly withoutDatabase?: true;
  /** Origins from which route-from-spec may fetch copies of documents that the description refers to. */
  readonly allowRemote?: readonly string[];
  /** What load tests hold operations to, by operationId; wins over `x-slo`, each figure by itself. */
  readonly slo?: Readonly<Record<string, Objectives>>;
  readonly granularity: "resource" | "operation";
  /** Operation (`GET /pets/{petId}`) → handler file, so that a renamed or retagged operation keeps its file. */
  readonly handlers: Readonly<Record<string, string>>;
}

/** Of an operation under load. */
export interface Objectives {
  readonly p95Ms?: number;
  readonly p99Ms?: number;
  /** 0 to 1. */
  readonly errorRate?: number;
}

/** `specs/<db>/specline.json`, committed. */
export interface DatabaseConfig {
  readonly kind: "database";
  readonly engine: "delta" | "atlas";
  /** Major version of PostgreSQL that plans are made for and proved on. */
  readonly postgres: number;
  /** Kinds of object that are left out of plans, each with its reason. */
  readonly ignore: readonly { readonly kind: string; readonly reason: string }[];
  /** What statements of plans are given; without it, and for what it leaves out, the defaults. */
  readonly timeouts: Timeouts;
}

/** Milliseconds; 0 is no limit. */
export interface Timeouts {
  /** Of a statement whose locks others queue behind: until it has one. */
  readonly lockMs: number;
  /** Of such a statement, when it is done at once. */
  readonly statementMs: number;
  /** Of a statement that nobody queues behind: builds, validations, fills in batches. */
  readonly longLockMs: number;
  /** Of a statement that reads or writes rows. */
  readonly longStatementMs: number;
}
