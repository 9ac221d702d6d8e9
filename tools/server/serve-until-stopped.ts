import { relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { untilStopped } from "../process/until-stopped";
import type { Output } from "../report/output";
import { problem } from "../report/problem";
import { readRunFile, removeRunFile, runFilePath, writeRunFile } from "../workspace/run-file";
import type { PreparedServer } from "./prepare-server";
import { startServer } from "./start-server";

/** Starts a prepared server, tells others where it is, and ends it when this process is asked to end. */
export async function serveUntilStopped(
  workspaceRoot: string,
  project: string,
  prepared: PreparedServer,
  output: Output,
): Promise<{ success: boolean }> {
  const { request } = prepared;
  const log = relative(workspaceRoot, request.logPath);
  const stop = untilStopped();
  try {
    output.line(`specline: starting ${project} on ${prepared.databaseSource}; log: ${log}`);
    const server = await startServer(request);
    if (server.kind === "failed") {
      for (const line of server.lastLines) output.line(`  ${line}`);
      return output.refuse([problem("serve/not-ready", { reason: server.reason, log })]);
    }
    const { url, nonce, program } = server;
    const runFile = relative(workspaceRoot, runFilePath(workspaceRoot, project));
    const secrets = { token: prepared.token, ...prepared.faultyTokens };
    writeRunFile(workspaceRoot, { project, pid: process.pid, url, nonce, secrets });
    output.line(`specline: the bearer token for trying it out is in ${runFile} (secrets.token)`);
    output.line(`specline: ${project} is ready at ${url}`);
    await Promise.race([stop.stopped, program.ended]);
    // Nx signals whole process trees: the server may be gone a moment before our own signal is seen.
    if (!stop.isStopped()) await Promise.race([stop.stopped, delay(500, undefined, { ref: false })]);
    if (readRunFile(workspaceRoot, project)?.nonce === nonce) removeRunFile(workspaceRoot, project);
    if (stop.isStopped()) {
      await program.stop();
      return { success: true };
    }
    output.line(`specline: ${project} ended by itself (exit code ${(await program.ended) ?? "none"}); log: ${log}`);
    return { success: false };
  } finally {
    stop.dispose();
  }
}
