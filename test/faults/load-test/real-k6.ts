import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findK6 } from "../../../tools/k6/find-k6";
import type { K6Program } from "../../../tools/k6/k6-program";
import { type Measured, measure } from "../../../tools/k6/measure";

/** The k6 that Specline builds; it comes from the cache when it was built before. */
export async function realK6(): Promise<K6Program> {
  const found = await findK6((line) => process.stderr.write(`${line}\n`));
  if (found.kind === "missing") throw new Error(found.problem.message);
  return found.k6;
}

export interface Run {
  readonly k6: K6Program;
  readonly workspaceRoot: string;
  readonly url: string;
  /** Body of the default function. */
  readonly flow: string;
  readonly scenario?: string;
  readonly p95Ms?: number;
  readonly signal?: AbortSignal;
  readonly durationSeconds?: number;
  readonly instances?: number;
}

/** Runs a small script, for two seconds if nothing else is said, and judges it as load tests are. */
export async function runScript(run: Run): Promise<Measured> {
  const durationSeconds = run.durationSeconds ?? 2;
  const folder = join(run.workspaceRoot, "scripts");
  mkdirSync(folder, { recursive: true });
  const scriptPath = join(folder, "script.js");
  writeFileSync(scriptPath, script(run, durationSeconds));
  return measure({
    workspaceRoot: run.workspaceRoot,
    k6: run.k6,
    scriptPaths: [scriptPath],
    environment: { BASE_URL: run.url },
    secrets: [],
    durationSeconds,
    thresholds: { p95Ms: run.p95Ms ?? 500, errorRate: 0.01, isAsked: false },
    expectedOperations: ["ping"],
    ...(run.instances === undefined ? {} : { instances: run.instances }),
    ...(run.signal === undefined ? {} : { signal: run.signal }),
  });
}

function script({ flow, scenario }: Run, durationSeconds: number): string {
  return `import http from "k6/http";
import exec from "k6/execution";
import { Counter } from "k6/metrics";
const scriptErrors = new Counter("script_errors");
export const options = {
  systemTags: ["status", "name", "method", "expected_response", "error_code"],
  discardResponseBodies: true,
  scenarios: { flow: { executor: "constant-arrival-rate", duration: "${durationSeconds}s", ${scenario ?? "rate: 50, timeUnit: '1s', preAllocatedVUs: 20, maxVUs: 20"} } },
};
const ping = () => http.get(__ENV.BASE_URL + "/ping", { tags: { name: "ping" }, responseCallback: http.expectedStatuses(200) });
export default function () {
  ${flow}
}
`;
}
