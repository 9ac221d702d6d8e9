import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../tools/process/run";
import type { FoundSchemathesis } from "./find-schemathesis";

export interface Target {
  /** File of the description, as its author wrote it. */
  readonly description: string;
  /** Where it is served, the path of its server included. */
  readonly url: string;
  /** Sent with every request as `Authorization`. */
  readonly authorization?: string;
  /** Credentials by name of their `apiKey` scheme. */
  readonly apiKeys?: Readonly<Record<string, string>>;
  /** Of each operation in each phase. */
  readonly examples: number;
}

/** What a check says of one reply. */
export interface Finding {
  readonly check: string;
  /** Name of the check's own kind of failure, such as `UndefinedStatusCode`. */
  readonly kind: string;
  /** `GET /pets/{petId}` */
  readonly operation: string;
  readonly message: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: unknown;
    readonly body?: string;
  };
  readonly status: number;
  readonly body: string;
}

export interface Run {
  readonly findings: readonly Finding[];
  /** Requests that were checked. */
  readonly requestCount: number;
  /** `GET /pets/{petId}`, of all requests; some have a method that the description does not. */
  readonly operations: ReadonlySet<string>;
  readonly output: string;
}

/** All checks, valid and invalid data, in every phase; the same seed sends the same requests. */
export async function runSchemathesis(found: FoundSchemathesis, target: Target): Promise<Run> {
  if ("missing" in found) throw new Error(found.missing);
  const folder = mkdtempSync(join(tmpdir(), "specline-schemathesis-"));
  try {
    const report = join(folder, "events.ndjson");
    writeFileSync(join(folder, "schemathesis.toml"), configOf(target));
    const outcome = await run({
      program: found.program,
      directory: folder,
      arguments: [
        ...found.arguments,
        ...["--config-file", join(folder, "schemathesis.toml")],
        ...["run", target.description, "--url", target.url, "--checks", "all", "--mode", "all"],
        ...["--max-examples", String(target.examples), "--seed", "1"],
        ...["--generation-deterministic", "--no-shrink", "--continue-on-failure", "--suppress-health-check", "all"],
        ...["--workers", "1", "--no-color", "--output-sanitize", "false", "--output-truncate", "false"],
        ...["--report", "ndjson", "--report-ndjson-path", report],
        ...(target.authorization === undefined ? [] : ["--header", `Authorization: ${target.authorization}`]),
      ],
    });
    const output = `${outcome.stdout}${outcome.stderr}`;
    // 1: it found something. Anything else has not been a run.
    if (outcome.exitCode !== 0 && outcome.exitCode !== 1) throw new Error(`${outcome.summary}\n${output}`);
    return { ...read(readFileSync(report, "utf8"), output), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function configOf({ apiKeys = {} }: Target): string {
  return Object.entries(apiKeys)
    .map(([name, key]) => `[auth.openapi.${JSON.stringify(name)}]\napi_key = ${JSON.stringify(key)}\n`)
    .join("");
}

interface Bytes {
  readonly $base64: string;
}

interface Scenario {
  readonly recorder: {
    readonly cases?: Readonly<Record<string, { readonly value: { readonly method: string; readonly path: string } }>>;
    readonly checks?: Readonly<Record<string, readonly Check[]>>;
    readonly interactions?: Readonly<Record<string, Interaction>>;
  };
}

interface Check {
  readonly name: string;
  readonly status: string;
  readonly failure_info?: {
    readonly failure: { readonly type?: string; readonly title?: string; readonly message?: string };
  };
}

interface Interaction {
  readonly request: { readonly method: string; readonly uri: string; readonly headers: unknown; readonly body?: Bytes };
  readonly response?: { readonly status_code: number; readonly content?: Bytes };
}

function read(lines: string, output: string): Omit<Run, "output"> {
  const findings: Finding[] = [];
  const operations = new Set<string>();
  let requestCount = 0;
  for (const line of lines.split("\n").filter((one) => one !== "")) {
    const event = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const broken = event.NonFatalError ?? event.FatalError;
    if (broken !== undefined) throw new Error(`${JSON.stringify(broken)}\n${output}`);
    const { recorder } = (event.ScenarioFinished ?? { recorder: {} }) as Scenario;
    for (const [id, checks] of Object.entries(recorder.checks ?? {})) {
      const made = recorder.cases?.[id]?.value;
      const operation = made === undefined ? "?" : `${made.method.toUpperCase()} ${made.path}`;
      operations.add(operation);
      requestCount++;
      const interaction = recorder.interactions?.[id];
      for (const { name, failure_info } of checks) {
        if (failure_info === undefined) continue;
        findings.push(findingOf(name, operation, failure_info.failure, interaction));
      }
    }
  }
  return { findings, requestCount, operations };
}

function findingOf(
  check: string,
  operation: string,
  { type = "", title = "", message = "" }: NonNullable<Check["failure_info"]>["failure"],
  interaction: Interaction | undefined,
): Finding {
  const { request, response } = interaction ?? {};
  return {
    check,
    kind: type,
    operation,
    message: `${title}\n${message}`,
    request: {
      method: request?.method ?? "",
      url: request?.uri ?? "",
      headers: request?.headers,
      ...(request?.body && { body: textOf(request.body) }),
    },
    status: response?.status_code ?? 0,
    body: textOf(response?.content),
  };
}

function textOf(bytes: Bytes | undefined): string {
  return bytes === undefined ? "" : Buffer.from(bytes.$base64, "base64").toString("utf8");
}
