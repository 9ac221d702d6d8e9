import { join } from "node:path";
import { hashScript, hashText } from "../../tools/k6/baseline/hash-script";
import type { LoadTarget } from "../../tools/k6/in-turn";
import type { Sent } from "../../tools/k6/options/plan-run";
import type { RunKind } from "../../tools/k6/options/run-kind";
import { readRequest, type SingleRequest } from "../../tools/k6/single-request";
import type { Problem } from "../../tools/report/problem";
import { listenerProblem } from "../../tools/server/listener-problem";
import type { LoadOptions } from "./load-options";

/** Exactly the request that `--url` and the options beside it describe. */
export function planRequest(options: LoadOptions, url: string, kind: RunKind): Sent | readonly Problem[] {
  const { method, header, body, expectStatus, compareUrl } = options;
  const common = {
    ...(method === undefined ? {} : { method }),
    headers: [header ?? []].flat(),
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
  const name = kind === "baseline" || kind === "keeping" ? subject.name : request.name;
  const script = join(__dirname, "../../tools/k6/repeat-request.js");
  const targetOf = ({ expected, secrets, ...sent }: SingleRequest): LoadTarget => ({
    url: sent.name.slice(sent.method.length + 1),
    environment: {
      REQUEST: JSON.stringify({ ...sent, name }),
      EXPECTED_STATUSES: JSON.stringify(expected),
    },
    secrets,
  });
  const listening = async (one: SingleRequest) => (await listenerProblem(one.url)) ?? targetOf(one);
  return {
    scriptPaths: [script],
    plan: { operations: [name], skipped: [], requestsPerIteration: 1 },
    findTarget: () => listening(request),
    ...(baseline && { findBaseline: () => listening(baseline) }),
    subject,
    files: { scripts: { request: hashScript(script) }, specs: {}, build: null },
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
