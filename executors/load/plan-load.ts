import { join } from "node:path";
import type { Comparison } from "../../tools/k6/compare/run-comparison";
import { parseDuration } from "../../tools/k6/duration";
import type { LoadTarget } from "../../tools/k6/in-turn";
import { mostPerSecond } from "../../tools/k6/rate-limit/run-rate-limit";
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
  readonly scenario?: "attack" | "ratelimit";
  /** The same as the scenario `ratelimit`. */
  readonly expectRateLimit?: boolean;
  /** What `--url` is compared with. */
  readonly compareUrl?: string;
  readonly rounds?: number;
  /** Hosts beyond this machine that may be sent load. */
  readonly allowHost?: string | readonly string[];
  readonly concurrency?: number;
  /** Iterations per second. */
  readonly rate?: number;
  readonly duration?: string | number;
  readonly format?: "text" | "json";
}

export type LoadPlan = Pick<
  LoadTest,
  "scriptPaths" | "plan" | "findTarget" | "durationSeconds" | "rate" | "concurrency"
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
  const clash = refusedBurst(options);
  if (clash.length > 0) return clash;
  const plan = options.url === undefined ? planApi(options, workspaceRoot, api, source) : planUrl(options, options.url);
  if (!("plan" in plan)) return [...timing, ...plan];
  return durationSeconds === undefined ? timing : { ...plan, durationSeconds };
}

/** A burst is capped, is of one request, and is judged by what comes of it, not by how long it took. */
function refusedBurst(options: LoadOptions): readonly Problem[] {
  if (options.scenario !== "ratelimit" && options.expectRateLimit !== true) return [];
  if (options.scenario === "attack")
    return [refused("expect-rate-limit", "true", "it is a scenario of its own", "Run the two one after the other.")];
  if (options.compareUrl !== undefined)
    return [refused("compare-url", "…", "a rate limit is not compared", "Leave --compare-url out.")];
  if (options.concurrency !== undefined)
    return [refused("concurrency", String(options.concurrency), "a burst has a rate", "Use --rate.")];
  if ((options.rate ?? 0) <= mostPerSecond) return [];
  const remedy = `Give at most ${mostPerSecond} requests per second.`;
  return [refused("rate", String(options.rate), "a burst beyond that does harm by itself", remedy)];
}

function planUrl(options: LoadOptions, url: string): Omit<LoadPlan, "durationSeconds"> | readonly Problem[] {
  if (options.resource !== undefined)
    return [
      refused("resource", String(options.resource), "with --url no spec is consulted", "Leave one of the two out."),
    ];
  const { method, header, body, expectStatus, rate, compareUrl } = options;
  if (options.scenario === "attack")
    return [
      refused(
        "scenario",
        "attack",
        "what is wrong follows from a description, and with --url none is consulted",
        "Leave --url out: the API's own server is attacked.",
      ),
    ];
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

function refused(option: string, value: string, reason: string, remedy: string): Problem {
  return problem("load/option-refused", { option, value, reason, remedy });
}
