import type { Client } from "pg";
import { resolveConnection } from "../../postgres/connection/resolve-connection";
import { openScratchShadow } from "../../postgres/scratch-shadow";
import { type Shadow, startShadow } from "../../postgres/shadow";
import type { DatabaseProject } from "./database-project";

/**
 * A shadow for the time of `work`: one of our own, or the scratch server that `--shadow-url` names.
 * @param targets sessions of databases whose server must not be that scratch server. Throws `Refused`
 */
export async function withShadow<Result>(
  project: DatabaseProject,
  major: number,
  targets: readonly Client[],
  work: (shadow: Shadow) => Promise<Result>,
): Promise<Result> {
  const shadow = await openShadow(project, major, targets);
  try {
    return await work(shadow);
  } finally {
    await shadow.stop();
  }
}

function openShadow(project: DatabaseProject, major: number, targets: readonly Client[]): Promise<Shadow> {
  const { shadowUrl, environment, onLine, workspaceRoot } = project;
  if (shadowUrl === undefined || shadowUrl === "") return startShadow(workspaceRoot, major);
  const connection = resolveConnection({ connection: shadowUrl, option: "--shadow-url", environment });
  if (connection.kind === "embedded") throw new Error("a connection option never means the embedded database");
  const nonce = environment.SPECLINE_SHADOW_NONCE ?? "";
  return openScratchShadow({ ...connection, nonce, major, targets, onLine });
}

/** An option that a run has no use for is not read over in silence. */
export function tellNoShadow({ shadowUrl, onLine }: DatabaseProject, options: string): void {
  if (shadowUrl) onLine(`--shadow-url is not used: without ${options} nothing is tried on a shadow`);
}
