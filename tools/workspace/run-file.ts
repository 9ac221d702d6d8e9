import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../process/is-alive";
import { stateDirectory } from "./state-directory";
import { writeFileAtomically } from "./write-file-atomically";

/** `.specline/run/<project>.json`: where a server that a task started listens, and how to know that it is ours. */
export interface RunFile {
  readonly project: string;
  /** Process that owns the server; when it is gone, the file is stale. */
  readonly pid: number;
  /** `http://127.0.0.1:4711` or `postgres://…`. Readable by the owner only. */
  readonly url: string;
  /** Random; the server tells it to whoever asks (design §3), so that a stranger on the port is never taken for it. */
  readonly nonce: string;
  /** Named secrets for whoever uses the server, such as a bearer token. */
  readonly secrets: Readonly<Record<string, string>>;
}

export function runFilePath(workspaceRoot: string, project: string): string {
  return join(stateDirectory(workspaceRoot, "run"), `${project.replaceAll("/", "__")}.json`);
}

export function writeRunFile(workspaceRoot: string, file: RunFile): void {
  writeFileAtomically(runFilePath(workspaceRoot, file.project), `${JSON.stringify(file, null, 2)}\n`, 0o600);
}

/** `undefined` when no server was started, or its process is gone. */
export function readRunFile(workspaceRoot: string, project: string): RunFile | undefined {
  try {
    const file = JSON.parse(readFileSync(runFilePath(workspaceRoot, project), "utf8")) as RunFile;
    return isAlive(file.pid) ? file : undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function removeRunFile(workspaceRoot: string, project: string): void {
  rmSync(runFilePath(workspaceRoot, project), { force: true });
}
