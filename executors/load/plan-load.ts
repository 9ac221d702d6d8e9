import { join } from "node:path";
import { parseDuration } from "../../tools/k6/duration";
import type { LoadTest } from "../../tools/k6/run-load-test";
import { readRequest } from "../../tools/k6/single-request";
import { type Problem, problem } from "../../tools/report/problem";
import { findServer } from "../../tools/server/find-server";
import { generatedScripts, resourcesWithScripts } from "../../tools/server/generated-script";

export interface LoadOptions {
  readonly url?: string;
  readonly method?: string;
  readonly header?: string | readonly string[];
  readonly body?: string | number;
  readonly expectStatus?: string | number;
  readonly scenario?: string | number;
  readonly concurrency?: number;
  /** Iterations per second. */
  readonly rate?: number;
  readonly duration?: string | number;
  readonly format?: "text" | "json";
}

export type LoadPlan = Pick<
  LoadTest,
  "scriptPaths" | "plan" | "findTarget" | "durationSeconds" | "rate" | "concurrency"
>;

/** Reads the options; what does not fit together is refused before anything is sent. */
export function planLoad(
  options: LoadOptions,
  workspaceRoot: string,
  api: string,
  source: string,
): LoadPlan | readonly Problem[] {
  const durationSeconds = parseDuration(options.duration ?? "10s");
  const timing =
    durationSeconds === undefined
      ? [refused("duration", String(options.duration), "it is no time above 0", "Write 30s or 1m30s.")]
      : [];
  const plan = options.url === undefined ? planApi(options, workspaceRoot, api, source) : planUrl(options, options.url);
  if (!("plan" in plan)) return [...timing, ...plan];
  return durationSeconds === undefined ? timing : { ...plan, durationSeconds };
}

function planUrl(options: LoadOptions, url: string): Omit<LoadPlan, "durationSeconds"> | readonly Problem[] {
  if (options.scenario !== undefined)
    return [
      refused("scenario", String(options.scenario), "with --url no spec is consulted", "Leave one of the two out."),
    ];
  const { method, header, body, expectStatus, rate } = options;
  const request = readRequest({
    url,
    ...(method === undefined ? {} : { method }),
    headers: header === undefined ? [] : typeof header === "string" ? [header] : header,
    ...(body === undefined ? {} : { body: String(body) }),
    ...(expectStatus === undefined ? {} : { expectStatus }),
  });
  if (!("expected" in request)) return request;
  const { expected, secrets, ...sent } = request;
  const concurrency = options.concurrency ?? (rate === undefined ? 10 : Math.max(10, Math.ceil(rate)));
  return {
    scriptPaths: [join(__dirname, "../../tools/k6/repeat-request.js")],
    plan: { operations: [request.name], skipped: [] },
    findTarget: async () => ({
      url: request.name.slice(request.method.length + 1),
      environment: { REQUEST: JSON.stringify(sent), EXPECTED_STATUSES: JSON.stringify(expected) },
      secrets,
    }),
    concurrency,
    ...(rate === undefined ? {} : { rate }),
  };
}

function planApi(
  options: LoadOptions,
  workspaceRoot: string,
  api: string,
  source: string,
): Omit<LoadPlan, "durationSeconds"> | readonly Problem[] {
  const alone = (["method", "header", "body", "expectStatus"] as const).filter((name) => options[name] !== undefined);
  if (alone.length > 0)
    return alone.map((name) => {
      const option = name === "expectStatus" ? "expect-status" : name;
      return refused(option, "…", "it describes a request, and there is no --url", "Add --url, or leave it out.");
    });
  const all = resourcesWithScripts(workspaceRoot, source);
  const chosen = options.scenario === undefined ? all : all.filter((name) => name === String(options.scenario));
  if (options.scenario !== undefined && chosen.length === 0)
    return [
      refused(
        "scenario",
        String(options.scenario),
        "there is no such resource",
        `There are: ${all.join(", ") || "none"}.`,
      ),
    ];
  if (chosen.length === 0) return [problem("load/script-missing", { path: `${source}/resources` })];
  const scripts = generatedScripts(workspaceRoot, source, chosen);
  if ("code" in scripts) return [scripts];
  return {
    ...scripts,
    findTarget: () => findServer(workspaceRoot, api),
    rate: options.rate ?? 20,
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
  };
}

function refused(option: string, value: string, reason: string, remedy: string): Problem {
  return problem("load/option-refused", { option, value, reason, remedy });
}
