import { join } from "node:path";
import type { Comparison } from "../../tools/k6/compare/run-comparison";
import { parseDuration } from "../../tools/k6/duration";
import { type FormOptions, readForm } from "../../tools/k6/form/read-form";
import { type Limits, readLimits } from "../../tools/k6/form/read-limits";
import { checkBound } from "../../tools/k6/form/request-bound";
import type { LoadTarget } from "../../tools/k6/in-turn";
import type { LoadTest, SteadyLoad } from "../../tools/k6/run-load-test";
import { readRequest, type SingleRequest } from "../../tools/k6/single-request";
import { type Problem, problem } from "../../tools/report/problem";
import { findServer } from "../../tools/server/find-server";
import { generatedScripts, resourcesWithScripts } from "../../tools/server/generated-script";

export interface LoadOptions extends FormOptions {
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
  readonly maxRequests?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
  /** 0 to 1. */
  readonly errorRate?: number;
  readonly format?: "text" | "json";
}

type Scripts = Pick<LoadTest, "scriptPaths" | "plan" | "findTarget">;

export type LoadPlan =
  | ({ readonly kind: "run" } & Scripts & Pick<LoadTest, "form"> & Limits)
  | ({ readonly kind: "comparison" } & Scripts & SteadyLoad & Pick<Comparison, "findBaseline" | "rounds">);

/** Reads the options; what does not fit together is refused before anything is sent. */
export function planLoad(
  options: LoadOptions,
  workspaceRoot: string,
  api: string,
  source: string,
): LoadPlan | readonly Problem[] {
  const scripts =
    options.url === undefined ? planApi(options, workspaceRoot, api, source) : planUrl(options, options.url);
  if (options.compareUrl !== undefined) return planComparison(options, scripts);
  const form = readForm(options);
  if (!("kind" in form)) return "plan" in scripts ? form : [...form, ...scripts];
  if (!("plan" in scripts)) return scripts;
  const beyond = checkBound(form, scripts.plan.requestsPerIteration, options.maxRequests);
  if (beyond.length > 0) return beyond;
  if (scripts.scriptPaths.length > 1 && !(form.kind === "load" || form.kind === "smoke"))
    return [
      refused(
        "scenario",
        form.kind,
        "resources are measured one after the other, and this form of load is of one of them",
        "Choose one with --resource.",
      ),
    ];
  return { kind: "run", ...scripts, form, ...readLimits(options) };
}

/** Both sides get the same steady load, so nothing of the other forms goes with it. */
function planComparison(options: LoadOptions, scripts: UrlPlan | readonly Problem[]): LoadPlan | readonly Problem[] {
  const others = [
    ...(["scenario", "warmup", "steps", "peak", "hold", "targetRps"] as const),
    ...(["maxRequests", "p95Ms", "p99Ms", "errorRate"] as const),
  ];
  const problems = others
    .filter((name) => options[name] !== undefined)
    .map((name) =>
      refused(
        dashed(name),
        String(options[name]),
        "comparisons are of a steady load",
        "Leave it or --compare-url out.",
      ),
    );
  const durationSeconds = parseDuration(options.duration ?? "3s");
  if (durationSeconds === undefined)
    problems.push(refused("duration", String(options.duration), "it is no time above 0", "Write 30s or 1m30s."));
  if (!("plan" in scripts)) return [...problems, ...scripts];
  const { findBaseline, ...rest } = scripts;
  if (problems.length > 0 || durationSeconds === undefined || findBaseline === undefined) return problems;
  const { rate } = options;
  const concurrency = options.concurrency ?? (rate === undefined ? 10 : Math.max(10, Math.ceil(rate)));
  return {
    kind: "comparison",
    ...rest,
    findBaseline,
    rounds: options.rounds ?? usualRounds,
    durationSeconds,
    concurrency,
    ...(rate === undefined ? {} : { rate }),
  };
}

type UrlPlan = Scripts & Partial<Pick<Comparison, "findBaseline">>;

function planUrl(options: LoadOptions, url: string): UrlPlan | readonly Problem[] {
  if (options.resource !== undefined)
    return [
      refused("resource", String(options.resource), "with --url no spec is consulted", "Leave one of the two out."),
    ];
  const { method, header, body, expectStatus, compareUrl } = options;
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
  return {
    scriptPaths: [join(__dirname, "../../tools/k6/repeat-request.js")],
    plan: { operations: [request.name], skipped: [], requestsPerIteration: 1 },
    findTarget: async () => targetOf(request),
    ...(baseline && { findBaseline: async () => targetOf(baseline) }),
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
): Scripts | readonly Problem[] {
  const ofUrl = ["method", "header", "body", "expectStatus", "compareUrl", "rounds", "allowHost"] as const;
  const alone = ofUrl.filter((name) => options[name] !== undefined);
  if (alone.length > 0)
    return alone.map((name) => {
      return refused(dashed(name), "…", "it describes a request, and there is no --url", "Add --url, or leave it out.");
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
  };
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function refused(option: string, value: string, reason: string, remedy: string): Problem {
  return problem("load/option-refused", { option, value, reason, remedy });
}
