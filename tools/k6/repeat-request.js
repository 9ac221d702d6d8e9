// One request again and again. Everything comes from the environment, nothing is put into the script's text.
import { sleep } from "k6";
import exec from "k6/execution";
import http from "k6/http";
import { Counter } from "k6/metrics";

const requestBound = new Counter("request_bound");
const begunIterations = new Counter("begun_iterations");
const { method, url, headers, body, name } = JSON.parse(__ENV.REQUEST);
const expected = JSON.parse(__ENV.EXPECTED_STATUSES);
const rate = __ENV.RATE === "" ? undefined : Number(__ENV.RATE);
const users = Number(__ENV.USERS);
const duration = `${Math.round(Number(__ENV.DURATION) * 1000)}ms`;
const maxRequests = Number(__ENV.MAX_REQUESTS || Infinity);
const instances = Number(__ENV.INSTANCES || 1);
const scenarios = __ENV.SCENARIOS ? JSON.parse(__ENV.SCENARIOS) : { load: steady() };

const parameters = {
  headers,
  tags: { name },
  responseType: "none",
  responseCallback: http.expectedStatuses(...expected.map(([min, max]) => ({ min, max }))),
  redirects: 0,
};

function steady() {
  if (rate === undefined) return { executor: "constant-vus", vus: users, duration };
  const pace = Number.isInteger(rate)
    ? { rate, timeUnit: "1s" }
    : { rate: Math.max(1, Math.round(rate * 60)), timeUnit: "60s" };
  return { executor: "constant-arrival-rate", ...pace, duration, preAllocatedVUs: users, maxVUs: users };
}

// Enough users that a stall of two seconds drops nothing.
function withUsers(stage) {
  if (stage.executor !== "constant-arrival-rate" || stage.preAllocatedVUs !== undefined) return stage;
  const wanted = Math.min(1000, Math.max(10, Math.ceil((2 * stage.rate) / parseInt(stage.timeUnit, 10))));
  const needed = Math.ceil(wanted / instances) * instances;
  return { ...stage, preAllocatedVUs: needed, maxVUs: needed };
}

export const options = {
  scenarios: Object.fromEntries(Object.entries(scenarios).map(([key, stage]) => [key, withUsers(stage)])),
  systemTags: ["status", "name", "method", "scenario", "expected_response", "error_code"],
  discardResponseBodies: true,
  maxRedirects: 0,
};

export default function () {
  if (maxRequests !== Infinity && !isWithinBound(exec.scenario.iterationInTest)) {
    requestBound.add(1);
    // Others get a second to end what they have begun.
    sleep(1);
    exec.test.abort("--max-requests is reached");
  }
  // A request that is still unanswered when k6 ends its iteration leaves no sample; that it was begun does.
  begunIterations.add(1);
  http.request(method, url, body, parameters);
}

// As in generated scripts: by number where it is known what came before, else by what is done and one request of each user, of which each instance knows its own part only.
function isWithinBound(n) {
  const before = mostBefore(exec.scenario.name);
  if (before !== undefined) return before + n < maxRequests;
  const done = exec.instance.iterationsCompleted + exec.instance.iterationsInterrupted;
  return (done + exec.instance.vusInitialized) * instances <= maxRequests;
}

function mostBefore(stageName) {
  let sum = 0;
  for (const [other, stage] of Object.entries(scenarios)) {
    if (other === stageName) return sum;
    if (stage.executor !== "constant-arrival-rate") return undefined;
    sum += Math.ceil((stage.rate / parseInt(stage.timeUnit, 10)) * (parseInt(stage.duration, 10) / 1000)) + 1;
  }
  return undefined;
}
