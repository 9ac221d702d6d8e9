import { type Code, code } from "../../text";

/** What a run is told by its environment, and the scenarios and stages that come of it. */
export const settings: Code = code`import { SharedArray } from "k6/data";
import encoding from "k6/encoding";
import exec from "k6/execution";
import http from "k6/http";
import { sleep } from "k6";
import { Counter } from "k6/metrics";
import { checkerFor, findFaultOfResponse } from "./response-check.js";

const scriptErrors = new Counter("script_errors");
const requestBound = new Counter("request_bound");
const begunIterations = new Counter("begun_iterations");
const undocumentedStatus = new Counter("undocumented_status");
const responsesChecked = new Counter("responses_checked");
const responsesFailed = new Counter("responses_failed");

const baseUrl = (__ENV.BASE_URL || "http://127.0.0.1:3000").replace(/[/]+$/, "");
const token = __ENV.TOKEN || "";
const rate = Number(__ENV.RATE || 20);
const durationSeconds = Number(__ENV.DURATION || 10);
const p95Ms = Number(__ENV.P95_MS || 500);
const errorRate = Number(__ENV.ERROR_RATE || 0.01);
const maxRequests = Number(__ENV.MAX_REQUESTS || Infinity);
/** Responses are checked in every so many iterations; 0: in none. */
const checkEvery = Number(__ENV.CHECK_EVERY || 50);
/** Of a k6 with Specline's extension, when Specline starts it: requests and checks that cost little. */
const native = globalThis.specline;
/** Counts an iteration; a counter of k6 costs as much as a part of its request does. */
const begin = native === undefined ? () => begunIterations.add(1) : native.begin;
/** Processes that share this test by execution segments. Users are a multiple of it, or the load is split unevenly. */
const instances = Number(__ENV.INSTANCES || 1);

/** The stages of the run as k6 scenarios. By hand it is one: iterations at a constant rate. */
const scenarios = __ENV.SCENARIOS ? JSON.parse(__ENV.SCENARIOS) : { load: constantRate() };
const warmUp = "warm-up";

/** Numbers the run, so that what is unique in it is unique beside the rows that earlier runs left. */
const runNumber = Number(__ENV.RUN || Math.floor(Date.now() / 1000)) % 2 ** 31;
let scenario;
let isChecked = false;
/** The operation that was called last by the flow. */
let latest;
/** The statuses that k6 takes for a success at present. */
let expected;
/** Of the iteration. Rows that are prepared come first; each stage begins where its second does. */
let counter = 0;
const firstIteration = 2 ** 16;
const iterationsPerSecond = 2 ** 20;
const stages = stagesOf();
/** Flags such as --vus put a scenario of k6's own in the place of all. */
const onlyStage = { before: undefined, firstNumber: firstIteration, isMeasured: true };
let preparedRows = 0;
let preparingRequests = 0;
let requestsPerIteration = 1;
const cleanup = [];
/** By id: what a row is deleted with at the end. */
const known = {};
/** Keys and tokens as they may stand in a text. */
const secrets = [];
const leftOut = [];

/** Iterations start at a constant rate, however long earlier ones take: a service that stalls is measured as slow, not as idle. */
function constantRate() {
  const pace = Number.isInteger(rate)
    ? { rate, timeUnit: "1s" }
    : { rate: Math.max(1, Math.round(rate * 60)), timeUnit: "60s" };
  return { executor: "constant-arrival-rate", ...pace, duration: Math.round(durationSeconds * 1000) + "ms" };
}

/** A stage at a rate gets the users that it needs: enough that a stall of two seconds drops nothing, which is to be seen in the percentiles. */
function withUsers(stage, calls) {
  if (stage.executor !== "constant-arrival-rate" || stage.preAllocatedVUs !== undefined) return stage;
  const perSecond = stage.rate / parseInt(stage.timeUnit, 10);
  const wanted = Number(__ENV.USERS) || Math.min(500, Math.ceil(perSecond * (2 + (calls * p95Ms) / 2000)));
  const users = Math.ceil(wanted / instances) * instances;
  return { ...stage, preAllocatedVUs: users, maxVUs: users };
}

/**
 * Of each stage, by name: where its iterations are numbered from, and how many iterations begin before it at most; undefined: as many as their users
 * manage.
 */
function stagesOf() {
  const found = {};
  let before = 0;
  for (const [name, stage] of Object.entries(scenarios)) {
    const startSeconds = parseInt(stage.startTime || "0", 10);
    const firstNumber = startSeconds * iterationsPerSecond + firstIteration;
    found[name] = { before, firstNumber, isMeasured: name !== warmUp };
    before = before === undefined ? undefined : mostIterations(stage, before);
  }
  return found;
}

function mostIterations({ executor, rate, timeUnit, duration }, before) {
  if (executor !== "constant-arrival-rate") return undefined;
  // At the very end k6 may begin one more.
  return before + Math.ceil((rate / parseInt(timeUnit, 10)) * (parseInt(duration, 10) / 1000)) + 1;
}`;
