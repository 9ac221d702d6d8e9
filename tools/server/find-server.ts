import type { LoadTarget } from "../k6/in-turn";
import { type Problem, problem } from "../report/problem";
import { readRunFile } from "../workspace/run-file";
import { checkInstance } from "./check-instance";

/** The server of an API that a task of this workspace started, after it has proved by its nonce that it is that one. */
export async function findServer(workspaceRoot: string, api: string): Promise<LoadTarget | Problem> {
  const file = readRunFile(workspaceRoot, api);
  if (file === undefined) return problem("load/server-not-running", { project: api });
  const check = await checkInstance(file.url, file.nonce);
  if (check.kind !== "ours")
    return problem("load/server-is-a-stranger", { project: api, url: file.url, reason: check.reason });
  const { token = "", ...faultyTokens } = file.secrets;
  return {
    url: file.url,
    environment: { BASE_URL: file.url, TOKEN: token },
    secrets: [token, ...Object.values(faultyTokens)],
    faultyTokens,
  };
}
