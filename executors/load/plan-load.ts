import { join } from "node:path";
import { hashScript, hashText } from "../../tools/k6/baseline/hash-script";
import {
  type RoundsOptions,
  readBaselineOptions,
  usualRounds,
  whyOfAnother,
} from "../../tools/k6/baseline/read-baseline-options";
import type { BaselineTest } from "../../tools/k6/baseline/run-baseline";
import type { Comparison } from "../../tools/k6/compare/run-comparison";
import { parseDuration } from "../../tools/k6/duration";
import type { FindTarget, LoadTarget } from "../../tools/k6/in-turn";
import type { MergedLoad } from "../../tools/k6/report-merged";
import type { LoadTest } from "../../tools/k6/run-load-test";
import { isLoopback, readRequest, readSecret, type SingleRequest } from "../../tools/k6/single-request";
import { type Problem, problem } from "../../tools/report/problem";
import { findServer } from "../../tools/server/find-server";
import { generatedScripts, resourcesWithScripts } from "../../tools/server/generated-script";
import { measuredFiles } from "../../tools/server/measured-files";

export interface LoadOptions extends RoundsOptions {
  readonly url?: string;
  readonly method?: string;
  readonly header?: string | readonly string[];
  readonly body?: string | number;
  readonly expectStatus?: string | number;
  /** Folder of a resource of the API. */
  readonly resource?: string | number;
  /** Token of the server at `--compare-url`, as `env:NAME`; without `--url`. */
  readonly compareToken?: string;
  /** Hosts beyond this machine that may be sent load. */
  readonly allowHost?: string | readonly string[];
  readonly instances?: number;
  /** Files of samples that runners on other machines wrote. */
  readonly merge?: string | readonly string[];
  readonly format?: "text" | "json";
}

export type LoadPlan = Pick<
  LoadTest,
  "scriptPaths" | "plan" | "findTarget" | "durationSeconds" | "rate" | "concurrency" | "instances"
> & {
  /** With `--compare-url`. */
  readonly comparison?: Pick<Comparison, "findBaseline" | "isProbed" | "rounds" | "failOn">;
  /** With `--baseline` or `--save-baseline`. */
  readonly baselines?: Pick<
    BaselineTest,
    "rounds" | "baseline" | "savePath" | "allowsEnvDrift" | "failOn" | "subject" | "files"
  >;
};

/** Where the API is, relative to the workspace. */
export interface LoadPlace {
  readonly workspaceRoot: string;
  /** Nx project. */
  readonly api: string;
  /** Of the application. */
  readonly directory: string;
  /** Of what is generated. */
  readonly source: string;
}

/** What is measured, and by whom it is compared. */
type Plan = Omit<LoadPlan, "durationSeconds" | "comparison" | "baselines"> &
  Pick<BaselineTest, "subject" | "files"> & { readonly findBaseline?: FindTarget };

/** Reads the options; what does not fit together is refused before anything is sent. */
export function planLoad(given: LoadOptions, place: LoadPlace): LoadPlan | readonly Problem[] {
  const read = readBaselineOptions(place.workspaceRoot, given);
  if (!("options" in read)) return read;
  const { options } = read;
  const hasRounds = read.plan !== undefined || options.compareUrl !== undefined;
  const durationSeconds = parseDuration(options.duration ?? (hasRounds ? "3s" : "10s"));
  const timing =
    durationSeconds === undefined
      ? [refused("duration", String(options.duration), "it is no time above 0", "Write 30s or 1m30s.")]
      : [];
  const plan =
    options.url === undefined ? planApi(options, place) : planUrl(options, options.url, read.plan !== undefined);
  if (!("plan" in plan)) return [...timing, ...plan];
  if (durationSeconds === undefined) return timing;
  const { findBaseline, subject, files, ...common } = plan;
  const other = read.plan?.baseline && whyOfAnother(read.plan.baseline, subject, plan.plan.operations);
  if (other !== undefined) return [other];
  const { rounds = usualRounds, failOn = "regressed" } = options;
  return {
    ...common,
    durationSeconds,
    ...(options.instances === undefined ? {} : { instances: options.instances }),
    ...(findBaseline && {
      comparison: { findBaseline, isProbed: options.url === undefined, rounds, failOn },
    }),
    ...(read.plan && { baselines: { ...read.plan, subject, files } }),
  };
}

function planUrl(options: LoadOptions, url: string, isKept: boolean): Plan | readonly Problem[] {
  if (options.resource !== undefined)
    return [
      refused("resource", String(options.resource), "with --url no spec is consulted", "Leave one of the two out."),
    ];
  const { method, header, body, expectStatus, rate, compareUrl } = options;
  if (options.compareToken !== undefined)
    return [refused("compare-token", "…", "with --url headers are sent as they are", "Use --header.")];
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
  const subject = { kind: "request", name: pathOf(request), hash: requestHash(request) } as const;
  // Both go by the same name, by which they are compared; one that is kept goes by its path, since ports change.
  const name = isKept ? subject.name : request.name;
  const script = join(__dirname, "../../tools/k6/repeat-request.js");
  const targetOf = ({ expected, secrets, ...sent }: SingleRequest): LoadTarget => ({
    url: sent.name.slice(sent.method.length + 1),
    environment: {
      REQUEST: JSON.stringify({ ...sent, name }),
      EXPECTED_STATUSES: JSON.stringify(expected),
    },
    secrets,
  });
  const concurrency = options.concurrency ?? (rate === undefined ? 10 : Math.max(10, Math.ceil(rate)));
  return {
    scriptPaths: [script],
    plan: { operations: [name], skipped: [] },
    findTarget: async () => targetOf(request),
    ...(baseline && { findBaseline: async () => targetOf(baseline) }),
    subject,
    files: { scripts: { request: hashScript(script) }, specs: {}, build: null },
    concurrency,
    ...(rate === undefined ? {} : { rate }),
  };
}

/** No query, which may hold keys. */
function pathOf({ method, url }: SingleRequest): string {
  return `${method} ${new URL(url).pathname}`;
}

/** Of all that is sent but the host, which changes, and secrets, which a hash might give away. */
function requestHash({ method, url, headers, body, expected, secrets }: SingleRequest): string {
  const { pathname, search } = new URL(url);
  const shown = JSON.stringify(headers);
  const open = secrets.reduce((text, secret) => text.replaceAll(JSON.stringify(secret).slice(1, -1), "env"), shown);
  return hashText(JSON.stringify([method, pathname, search, open, body, expected]));
}

/** `http://127.0.0.1:3001` stands for the same path there. */
function samePath(compareUrl: string, url: string): string {
  if (!URL.canParse(compareUrl)) return compareUrl;
  const [other, own] = [new URL(compareUrl), new URL(url)];
  return other.pathname === "/" && other.search === "" ? `${other.origin}${own.pathname}${own.search}` : compareUrl;
}

function planApi(
  options: LoadOptions,
  { workspaceRoot, api, directory, source }: LoadPlace,
): Plan | readonly Problem[] {
  const { compareUrl } = options;
  const ofUrl = ["method", "header", "body", "expectStatus"] as const;
  const alone = [
    ...ofUrl.filter((name) => options[name] !== undefined),
    ...(options.allowHost !== undefined && compareUrl === undefined ? ["allowHost"] : []),
  ];
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
  const findTarget = () => findServer(workspaceRoot, api);
  const findBaseline = otherServer(options, findTarget);
  if (findBaseline !== undefined && typeof findBaseline !== "function") return findBaseline;
  return {
    ...scripts,
    findTarget,
    ...(findBaseline && { findBaseline }),
    subject: { kind: "api", api },
    files: measuredFiles(workspaceRoot, api, directory, scripts.scriptPaths),
    rate: options.rate ?? 20,
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
  };
}

/** The server at `--compare-url`. Nobody started it here, so it has no nonce: it is asked for every operation before it gets load. */
function otherServer(
  { compareUrl, compareToken, allowHost }: LoadOptions,
  findOwn: FindTarget,
): FindTarget | undefined | readonly Problem[] {
  if (compareUrl === undefined)
    return compareToken === undefined
      ? undefined
      : [refused("compare-token", "…", "no other server is named", "Add --compare-url.")];
  const allowedHosts = [allowHost ?? []].flat();
  const read = readRequest({ url: compareUrl, option: "compare-url", allowedHosts, headers: [] });
  if (!("expected" in read)) return read;
  const { origin, pathname, search, hash, hostname } = new URL(read.url);
  if (search !== "" || hash !== "")
    return [
      refused("compare-url", `${origin}${pathname}?…`, "a server's address has no query", "Give its origin alone."),
    ];
  const token = compareToken === undefined ? undefined : readSecret(compareToken);
  if (token !== undefined && "reason" in token)
    return [refused("compare-token", "…", token.reason, "Use --compare-token=env:NAME and set that variable.")];
  const url = `${origin}${pathname}`.replace(/\/+$/, "");
  return async () => {
    const own = await findOwn();
    if ("code" in own) return own;
    // A token for our server is nobody else's business.
    const sent = token?.value ?? (isLoopback(hostname) ? own.environment.TOKEN : undefined) ?? "";
    return { url, environment: { BASE_URL: url, TOKEN: sent }, secrets: sent === "" ? [] : [sent] };
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
