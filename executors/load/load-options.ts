import type { MeasureOptions } from "../../tools/k6/options/measure-options";

export interface LoadOptions extends MeasureOptions, SentOptions {
  readonly format?: "text" | "json";
}

/** What is sent, and where it may go. */
export interface SentOptions {
  readonly url?: string;
  /** Where the API's server is, if Nx has not started it. */
  readonly server?: string;
  /** Bearer token of that server, as `env:NAME`. */
  readonly serverToken?: string;
  readonly method?: string;
  readonly header?: string | readonly string[];
  readonly body?: string | number;
  readonly expectStatus?: string | number;
  /** Folder of a resource of the API. */
  readonly resource?: string | number;
  /** Hosts beyond this machine that may be sent load. */
  readonly allowHost?: string | readonly string[];
}

/** Where the API is, relative to the workspace. */
export interface LoadPlace {
  readonly workspaceRoot: string;
  /** Nx project. */
  readonly api: string;
  /** Of the application. */
  readonly directory: string;
  /** Of what is generated. */
  readonly source: string;
  /** Whether Nx can start the service; else only its load tests are generated. */
  readonly isServed: boolean;
}
