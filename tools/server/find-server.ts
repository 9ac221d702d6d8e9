import { type Problem, problem } from "../report/problem";
import { readRunFile } from "../workspace/run-file";
import { checkInstance } from "./check-instance";

export interface FoundServer {
  readonly url: string;
  readonly token: string;
}

/** The server of an API that a task of this workspace started, after it has proved by its nonce that it is that one. */
export async function findServer(workspaceRoot: string, api: string): Promise<FoundServer | Problem> {
  const file = readRunFile(workspaceRoot, api);
  if (file === undefined) return problem("load/server-not-running", { project: api });
  const check = await checkInstance(file.url, file.nonce);
  if (check.kind === "ours") return { url: file.url, token: file.secrets.token ?? "" };
  return problem("load/server-is-a-stranger", { project: api, url: file.url, reason: check.reason });
}
