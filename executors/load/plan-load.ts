import { join } from "node:path";
import type { Comparison } from "../../tools/k6/compare/run-comparison";
import { parseDuration } from "../../tools/k6/duration";
import type { LoadTarget } from "../../tools/k6/in-turn";
import type { MergedLoad } from "../../tools/k6/report-merged";
import type { LoadTest } from "../../tools/k6/run-load-test";
import { readRequest, type SingleRequest } from "../../tools/k6/single-request";
import { type Problem, problem } from "../../tools/report/problem";
import { findServer } from "../../tools/server/find-server";
import { generatedScripts, resourcesWithScripts } from "../../tools/server/generated-script";

export interface LoadOptions {
  readonly url?: string;
  readonly method?: string;
  readonly header?: string | readonly string[];
  readonly body?: string | number;
  readonly expectStatus?: string | number;
  /** Folder of a resource of the API. */
  readonly resource?: string | number;
  /** What `--url` is compared with. */
  readonly compareUrl?: string;
  readonly rounds?: number;
  /** Hosts beyond this machine that may be sent load. */
  readonly allowHost?: string | readonly string[];
  readonly concurrency?: number;
  /** Iterations per second. */
  readonly rate?: number;
  readonly duration?: string | number;
  readonly instances?: number;
  /** Files of samples that runners on other machines wrote. */
  readonly merge?: string | readonly string[];
  readonly format?: "text" | "json";
}

export type LoadPlan = Pick<
  LoadTest,
  "scriptPaths" | "plan" | "findTarget" | "durationSeconds" | "rate" | "concurrency" | "instances"
> &
  Partial<Pick<Comparison, "findBaseline" | "rounds">>;

/** Reads the options; what does not fit together is refused before anything is sent. */
export function planLoad(
  options: LoadOptions,
  workspaceRoot: string,
  api: string,
  source: string,
): LoadPlan | readonly Problem[] {
  const durationSeconds = parseDuration(options.duration ?? (options.compareUrl === undefined ? "10s" : "3s"));
  const timing =
    durationSeconds === undefined
      ? [refused("duration", String(options.duration), "it is no time above 0", "Write 30s or 1m30s.")]
      : [];
  const plan = options.url === undefined ? planApi(options, workspaceRoot, api, source) : planUrl(options, options.url);
  if (!("plan" in plan)) return [...timing, ...plan];
  if (durationSeconds === undefined) return timing;
  return { ...plan, durationSeconds, ...(options.instances === undefined ? {} : { instances: options.instances }) };
}

function planUrl(options: LoadOptions, url: string): Omit<LoadPlan, "durationSeconds"> | readonly Problem[] {
  if (options.resource !== undefined)
    return [
      refused("resource", String(options.resource), "with --url no spec is consulted", "Leave one of the two out."),
    ];
  const { method, header, body, expectStatus, rate, compareUrl } = options;
  if (options.rounds !== undefined && compareUrl === undefined)
    return [refused("rounds", String(options.rounds), "only comparisons have rounds", "Add --compare-url.")];
  const common = {
    ...(method === undefined ? {} : { method }),
    headers: header === undefined ? [] : typeof header === "string" ? [header] : header,
    ...(body === undefined ? {} : { body: String(body) }),
    ...(expectStatus === undefined ? {} : { expectStatus }),
    allowedHosts: [options.allowHost ?? []].flat(),
  };
  const request = readRequest({ ...common, url, option: "url" });
  if (!("expected" in request)) return request;
  const baseline =
    compareUrl === undefined
      ? undefined
      : readRequest({ ...common, url: samePath(compareUrl, request.url), option: "compare-url" });
  if (baseline !== undefined && !("expected" in baseline)) return baseline;
  // Both go by the same name, by which they are compared.
  const targetOf = ({ expected, secrets, ...sent }: SingleRequest): LoadTarget => ({
    url: sent.name.slice(sent.method.length + 1),
    environment: {
      REQUEST: JSON.stringify({ ...sent, name: request.name }),
      EXPECTED_STATUSES: JSON.stringify(expected),
    },
    secrets,
  });
  const concurrency = options.concurrency ?? (rate === undefined ? 10 : Math.max(10, Math.ceil(rate)));
  return {
    scriptPaths: [join(__dirname, "../../tools/k6/repeat-request.js")],
    plan: { operations: [request.name], skipped: [] },
    findTarget: async () => targetOf(request),
    ...(baseline && { findBaseline: async () => targetOf(baseline), rounds: options.rounds ?? usualRounds }),
    concurrency,
    ...(rate === undefined ? {} : { rate }),
  };
}

/** A shift of a fifth of the median is then found in nineteen of twenty runs on a busy machine (docs/measurement.md). */
const usualRounds = 16;

/** `http://127.0.0.1:3001` stands for the same path there. */
function samePath(compareUrl: string, url: string): string {
  if (!URL.canParse(compareUrl)) return compareUrl;
  const [other, own] = [new URL(compareUrl), new URL(url)];
  return other.pathname === "/" && other.search === "" ? `${other.origin}${own.pathname}${own.search}` : compareUrl;
}

function planApi(
  options: LoadOptions,
  workspaceRoot: string,
  api: string,
  source: string,
): Omit<LoadPlan, "durationSeconds"> | readonly Problem[] {
  const ofUrl = ["method", "header", "body", "expectStatus", "compareUrl", "rounds", "allowHost"] as const;
  const alone = ofUrl.filter((name) => options[name] !== undefined);
  if (alone.length > 0)
    return alone.map((name) => {
      const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return refused(option, "…", "it describes a request, and there is no --url", "Add --url, or leave it out.");
    });
  const all = resourcesWithScripts(workspaceRoot, source);
  const chosen = options.resource === undefined ? all : all.filter((name) => name === String(options.resource));
  if (options.resource !== undefined && chosen.length === 0)
    return [
      refused(
        "resource",
        String(options.resource),
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

export type MergePlan = Pick<MergedLoad, "patterns" | "plan" | "instances" | "durationSeconds" | "rate">;

/** Reads the options of a merge: nothing is sent, so what describes load is refused, but for what tells of the run. */
export function planMerge(
  options: LoadOptions,
  merge: string | readonly string[],
  workspaceRoot: string,
  source: string,
): MergePlan | readonly Problem[] {
  const { format: _, merge: __, instances, duration, rate, resource, ...others } = options;
  const known = { ...(instances === undefined ? {} : { instances }), ...(rate === undefined ? {} : { rate }) };
  const alone = Object.entries(others).filter(([, value]) => value !== undefined);
  if (alone.length > 0)
    return alone.map(([name]) => {
      const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return refused(option, "…", "with --merge nothing is sent", "Leave it out.");
    });
  const durationSeconds = duration === undefined ? undefined : parseDuration(duration);
  if (duration !== undefined && durationSeconds === undefined)
    return [refused("duration", String(duration), "it is no time above 0", "Write 30s or 1m30s.")];
  const scripts = resource === undefined ? undefined : generatedScripts(workspaceRoot, source, [String(resource)]);
  if (scripts !== undefined && "code" in scripts) return [scripts];
  return {
    patterns: [merge].flat(),
    plan: scripts?.plan ?? { operations: [], skipped: [] },
    ...known,
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
}

function refused(option: string, value: string, reason: string, remedy: string): Problem {
  return problem("load/option-refused", { option, value, reason, remedy });
}
