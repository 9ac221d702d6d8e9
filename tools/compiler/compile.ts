import type { Diagnostic } from "./diagnostics/diagnostic";
import type { Database } from "./model/database";
import type { JsonValue } from "./model/json-value";
import type { Link } from "./model/link";
import type { Service } from "./model/service";
import type { Slice } from "./model/slice";

export interface CompileInput {
  /** Workspace-relative path of the OpenAPI description. */
  readonly openapiPath?: string;
  /** Workspace-relative paths of the SQL files, in the order of loading. */
  readonly sqlPaths?: readonly string[];
  /** `undefined`: there is no such file. The only way in which the compiler sees a file. */
  readonly readText: (path: string) => string | undefined;
  readonly granularity?: "resource" | "operation";
}

/** What the specs say. With an error among the diagnostics, the parts that could be read are there and nothing may be emitted. */
export interface Compilation {
  readonly service?: Service;
  /** The description as one OpenAPI 3.1 document: bundled, normalised, only what operations reach. For openapi-typescript. */
  readonly document?: JsonValue;
  readonly database?: Database;
  readonly links: readonly Link[];
  readonly slices: readonly Slice[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The one door of the compiler: read → model → link → check → slices. Emitters take the result. */
export async function compile(_input: CompileInput): Promise<Compilation> {
  throw new Error("not built yet");
}
