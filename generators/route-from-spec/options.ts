import type { ApiConfig } from "../../tools/workspace/project-config";

export interface RouteFromSpecOptions {
  readonly spec: string;
  readonly framework?: ApiConfig["framework"];
  readonly directory?: string;
  readonly output?: string;
  readonly errorFormat?: "envelope" | "problem";
  readonly responseValidation?: "off" | "log" | "enforce";
  readonly database?: string;
  readonly server?: boolean;
  readonly force?: boolean;
  readonly prune?: boolean;
  readonly check?: boolean;
  readonly allowRemote?: string | readonly string[];
}
