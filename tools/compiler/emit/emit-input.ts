import type { Diagnostic } from "../diagnostics/diagnostic";
import type { Database } from "../model/database";
import type { JsonValue } from "../model/json-value";
import type { Link } from "../model/link";
import type { Slo } from "../model/operation";
import type { SchemasByName } from "../model/properties-of";
import type { Service } from "../model/service";
import type { Names } from "./names/names";
import type { Framework } from "./routes/framework";
import type { FrameworkName } from "./routes/frameworks";
import type { ServiceTypes } from "./types/service-types";

export interface EmitInput {
  readonly service: Service;
  /** The description as one document, for the docs of the service. */
  readonly document: () => JsonValue;
  readonly database?: Database;
  readonly links: readonly Link[];
  /** Workspace-relative path of the description: named in the header of each file. */
  readonly spec: string;
  readonly framework: FrameworkName;
  /** Form of errors that the description gives no form of its own. */
  readonly errorFormat: "envelope" | "problem";
  /** What is done about replies that break the description; unset: they are refused except in production. */
  readonly responseValidation?: "off" | "log" | "enforce";
  /** What load tests hold operations to, by operationId, before what the description says. */
  readonly slos?: Readonly<Record<string, Slo>>;
  /** Whether `src/server.ts` and what it needs belong to the application. */
  readonly hasServer: boolean;
  /** Operation (`GET /pets/{petId}`) → handler file that it already has, relative to the application. */
  readonly handlers: Readonly<Record<string, string>>;
}

/** What every emitter of a run shares. */
export interface EmitContext {
  readonly input: EmitInput;
  readonly service: Service;
  readonly names: Names;
  readonly types: ServiceTypes;
  readonly schemas: SchemasByName;
  readonly framework: Framework;
  /** By operationId. */
  readonly links: ReadonlyMap<string, Link>;
  /** By operationId. */
  readonly handlerPaths: ReadonlyMap<string, string>;
  readonly report: (diagnostic: Diagnostic) => void;
}
