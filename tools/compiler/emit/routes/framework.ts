import type { Operation, PathTemplate } from "../../model/operation";
import type { Code } from "../text";

/** What differs from one web framework to the next. Everything else of the routes is in this folder's other files. */
export interface Framework {
  /** Also the folder of its own files in the run-time. */
  readonly name: string;
  /** Versions of the npm packages that a service on it needs. */
  readonly packages: Readonly<Record<string, string>>;
  /** The path as the framework writes it. @param parameter gives a parameter the name that it has in routes */
  path(template: PathTemplate, parameter: (name: string) => string): string;
  /** The statement that adds a route; `endpoint` is an expression that makes the framework's handler. */
  route(operation: Operation, path: Code, endpoint: Code): Code;
  /** The body of `register`: `calls` are statements that add routes to `api`, below `options.prefix`. */
  mount(calls: readonly Code[], prefix: Code): Code;
}
