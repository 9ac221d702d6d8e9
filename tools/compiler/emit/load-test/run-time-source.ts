import { type Code, code } from "../text";

/**
 * What all load-test scripts of a service share; it knows no specification. k6's run time has no URL, URLSearchParams or
 * TextEncoder, and nothing may be imported from elsewhere, so encoding is done here.
 */
export const runTimeSource: Code = code`import { SharedArray } from "k6/data";
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
}

/**
 * Options for the flow of a plan: the one with the keys that only the user has, where it calls more than the one without them. \`isOpen\` says
 * whether any of some operations can be called.
 */
export function loadFor(plan) {
  const { withKeys } = plan;
  const closed = withKeys === undefined ? [] : withKeys.operations.filter((id) => !isMet(plan, id));
  const usesKeys = withKeys !== undefined && withKeys.operations.length - closed.length > plan.operations.length;
  const flow = usesKeys ? withKeys : plan;
  const count = flow.operations.length - (usesKeys ? closed.length : 0);
  for (const id of withKeys === undefined ? [] : withKeys.operations) {
    if (usesKeys ? closed.includes(id) : !plan.operations.includes(id)) leftOut.push(id + " needs " + needed(plan, id));
  }
  requestsPerIteration = flow.requestsPerIteration;
  const filled = Object.fromEntries(Object.entries(scenarios).map(([name, stage]) => [name, withUsers(stage, count)]));
  // A stage may still end while the next one begins.
  const users = Object.values(filled).map((stage) => stage.maxVUs || stage.vus);
  return {
    usesKeys,
    isOpen: (...ids) => ids.some((id) => !closed.includes(id)),
    virtualUsers: Math.max(...users.map((own, index) => own + (users[index + 1] || 0))),
    options: {
      scenarios: filled,
      thresholds: {
        http_reqs: ["count>0"],
        http_req_duration: ["p(95)<=" + p95Ms],
        http_req_failed: ["rate<=" + errorRate],
        dropped_iterations: ["count<1"],
        script_errors: ["count<1"],
        undocumented_status: ["count<1"],
        responses_failed: ["count<1"],
      },
      systemTags: ["status", "name", "method", "scenario", "expected_response", "error_code"],
      discardResponseBodies: true,
      maxRedirects: 0,
      setupTimeout: "120s",
      teardownTimeout: "120s",
    },
  };
}

/** Whether the keys of an operation are there: all of one of the lists that would do. */
function isMet({ keys, withKeys }, id) {
  const lists = (withKeys.needs || {})[id];
  return lists === undefined || lists.some((names) => names.every((name) => valueOf(keys[name]) !== ""));
}

function needed({ keys, withKeys }, id) {
  return ((withKeys.needs || {})[id] || []).map((names) => names.map((name) => keys[name].variable).join(" and ")).join(" or ");
}

/** A key as the user gives it; any bearer token that has no variable of its own is the run's. */
function valueOf({ variable, in: place }) {
  return __ENV[variable] || (place === "bearer" ? token : "");
}

/** What is sent for the first alternative whose keys are all there. */
function credentialsOf(security) {
  const headers = {};
  const pairs = [];
  const chosen = security.find((keys) => keys.every((one) => valueOf(one) !== ""));
  for (const one of chosen || []) {
    const value = valueOf(one);
    const encoded = encoding.b64encode(value);
    if (one.in === "bearer") headers.Authorization = "Bearer " + value;
    else if (one.in === "basic") headers.Authorization = "Basic " + encoded;
    else if (one.in === "header") headers[one.name] = value;
    else if (one.in === "query") pairs.push([one.name, value]);
    else headers.Cookie = (headers.Cookie ? headers.Cookie + "; " : "") + one.name + "=" + value;
    const password = one.in === "basic" ? value.slice(value.indexOf(":") + 1) : "";
    for (const text of [value, encodeURIComponent(value), encoded, password])
      if (text !== "" && !secrets.includes(text)) secrets.push(text);
  }
  return { headers, pairs };
}

/** A text without keys and tokens. It is hidden before it is cut, so that no part of one is left. */
function hidden(text) {
  return secrets.reduce((rest, secret) => rest.split(secret).join("***"), String(text));
}

/** A path with the keys of an operation in its query; they stand in the place of what is there by these names. */
function withPairs(path, pairs) {
  const [start, sent = ""] = path.split("?");
  const names = pairs.map(([name]) => encodeURIComponent(name) + "=");
  const others = sent.split("&").filter((pair) => pair !== "" && !names.some((name) => pair.startsWith(name)));
  return start + "?" + [...others, form(pairs)].join("&");
}

/** An operation with everything that stays the same for all its calls. */
export function operation({ id, method, success, documented, security = [], isRead, mediaType }) {
  const credentials = credentialsOf(security);
  const headers = { ...credentials.headers };
  if (mediaType !== undefined) headers["Content-Type"] = mediaType;
  // What the options of the run say already is left out: k6 reads all of this again for each request.
  const parameters = (name, isTextWanted) => ({
    tags: { name },
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(isTextWanted ? { responseType: "text" } : {}),
    ...(native === undefined ? {} : { send: native.senderOf({ method, name, headers, success, isTextWanted }) }),
  });
  const made = {
    id,
    method,
    success,
    documented,
    credentials,
    variables: security.flatMap((keys) => keys.map((one) => one.variable)).filter((name) => __ENV[name]),
    expected: http.expectedStatuses(...success.map(([min, max]) => ({ min, max }))),
    usualStatus: undefined,
    measured: parameters(id, isRead === true),
    checked: parameters(id, true),
    supporting: parameters("supporting: " + id, true),
  };
  known[id] = made;
  return made;
}

/** Has responses of operations checked against what the description says of them; that is read once for all virtual users. */
export function checkResponses(operations, readDescribed) {
  if (checkEvery === 0) return;
  const all = Object.values(operations);
  const name = all.map(({ id }) => id).join(" ");
  if (native !== undefined) {
    const checks = native.checksOf(name, readDescribed);
    for (const one of all) one.check = checks(one.id);
    return;
  }
  const parts = new SharedArray(name, () => partsOf(JSON.parse(readDescribed())));
  const names = parts[0];
  const known = {};
  const part = (key) => known[key] || (known[key] = parts[names[key]]);
  const checkOf = checkerFor((reference) => part(reference).schema);
  for (const one of all)
    one.check = (response) => count(one, response, findFaultOfResponse(part(one.id).replies, response, checkOf));
}

/** What stands behind the index of an operation or of a reference to a schema is parsed when it is used for the first time. */
function partsOf({ operations, replies, components }) {
  const parts = [{}];
  const add = (key, value) => {
    parts[0][key] = parts.length;
    parts.push(value);
  };
  for (const [id, statuses] of Object.entries(operations)) {
    const own = Object.entries(statuses).map(([status, index]) => [status, replies[index]]);
    add(id, { replies: Object.fromEntries(own) });
  }
  for (const [name, schema] of Object.entries(components.schemas))
    add("#/components/schemas/" + name.split("~").join("~0").split("/").join("~1"), { schema });
  return parts;
}

const told = {};

/** Counts a check; a few of the faults are told, without the values that they were found in. */
function count({ id }, { status }, fault) {
  responsesChecked.add(1, { name: id });
  if (fault === undefined) return;
  responsesFailed.add(1, { name: id });
  const line = JSON.stringify({ operation: id, status, ...fault });
  const lines = told[id] || (told[id] = []);
  if (lines.length >= 3 || lines.includes(line)) return;
  lines.push(line);
  console.warn("response: " + hidden(line));
}

/** Calls an operation; the response when it succeeded, else undefined. */
export function call(operation, path, body, headers) {
  latest = operation;
  const isHeld = isChecked && operation.check !== undefined;
  const parameters = isHeld ? operation.checked : operation.measured;
  const response = send(operation, path, body, parameters, headers);
  if (isHeld) operation.check(response);
  const status = response.status;
  if (status === operation.usualStatus) return response;
  if (status !== 0 && !isIn(status, operation.documented)) undocumentedStatus.add(1, { name: operation.id });
  if (!isIn(status, operation.success)) return undefined;
  // A status may be both a success and undocumented, which is to be counted each time.
  if (isIn(status, operation.documented)) operation.usualStatus = status;
  return response;
}

function send(operation, path, body, parameters, headers) {
  const { credentials } = operation;
  const url = baseUrl + (credentials.pairs.length === 0 ? path : withPairs(path, credentials.pairs));
  if (headers !== undefined) {
    // Some descriptions list the header of a key as a parameter, too.
    const all = { ...parameters.headers, ...headers, ...credentials.headers };
    return send(operation, path, body, { ...parameters, send: undefined, headers: all });
  }
  if (parameters.send !== undefined) return parameters.send(url, body);
  // Once for each change, not for each request: most flows have stretches of calls that expect the same.
  if (operation.expected !== expected) {
    expected = operation.expected;
    http.setResponseCallback(expected);
  }
  // k6 converts each argument anew.
  if (body === undefined && operation.method === "GET") return http.get(url, parameters);
  return http.request(operation.method, url, body === undefined ? null : body, parameters);
}

/** Calls a list, and its next page if there is one. */
export function callPages(operation, path, pairs, parameter, nextPage) {
  const next = read(call(operation, path + query(pairs)), nextPage);
  if (next !== undefined) call(operation, path + query([...pairs, [parameter, next]]));
}

/** Calls an operation to prepare the run; it is not measured, and its failure ends the run. */
export function prepare(operation, path, body, headers) {
  // The row that this may make is deleted by one request more.
  if ((++preparingRequests + cleanup.length + 1) * instances > maxRequests)
    throw new Error("preparing needs more than " + maxRequests + " requests, which --max-requests allows");
  const response = send(operation, path, body, operation.supporting, headers);
  if (isIn(response.status, operation.success)) return response;
  const answer = response.status === 0 ? "got no response: " + response.error : "answered " + response.status;
  const isDenied = (response.status === 401 || response.status === 403) && operation.variables.length > 0;
  const why = isDenied ? " to the key in " + operation.variables.join(" or ") : "";
  const said = hidden(response.body || "").slice(0, 300);
  throw new Error("preparing: " + operation.id + " " + hidden(answer) + why + " " + said);
}

/** Remembers a row to delete at the end. */
export function deleteLater(operation, path, body, headers) {
  cleanup.push([operation.id, path, body, headers]);
}

/** What setup hands to the virtual users and to teardown. k6 tears nothing down where setup fails. */
export function prepared(makeRows) {
  for (const one of leftOut) console.log("left out: " + one);
  let rows;
  try {
    rows = makeRows();
  } catch (error) {
    cleanUp({ cleanup });
    throw error;
  }
  return { ...rows, cleanup, supportingRequests: preparingRequests + cleanup.length };
}

/** Deletes what was prepared, the last first. A row that the run made others refer to stays. */
export function cleanUp(rows) {
  for (const [id, path, body, headers] of [...rows.cleanup].reverse()) {
    const operation = known[id];
    send(operation, path, body, operation.supporting, headers);
  }
}

/** Runs one iteration; what it throws is counted, since k6 itself would call the run a success. */
export function attempt(rows, flow) {
  // Each look at exec.scenario makes an object of many parts.
  if (scenario === undefined) scenario = exec.scenario;
  const n = scenario.iterationInTest;
  const stage = stages[scenario.name] || onlyStage;
  if (maxRequests !== Infinity && !isWithinBound(rows, stage, n)) return endAtBound();
  // What is still unanswered when k6 ends an iteration leaves no sample; that it was begun does.
  begunIterations.add(1);
  counter = stage.firstNumber + n;
  isChecked = stage.isMeasured && checkEvery > 0 && n % checkEvery === 0;
  try {
    flow(n);
  } catch (error) {
    scriptErrors.add(1);
    console.error(hidden((error && error.stack) || error).slice(0, 500));
  }
}

/**
 * Whether one more iteration cannot exceed the bound of requests. The iterations of a stage are numbered without gaps, so where it is known how many
 * the stages before it begin at most, the number decides. Otherwise what is done and one iteration of each user is counted, which is never too little.
 * Each of several processes prepares rows of its own; of what users do it knows its own part only.
 */
function isWithinBound(rows, { before }, n) {
  const most = Math.floor((maxRequests - rows.supportingRequests * instances) / requestsPerIteration);
  if (before !== undefined) return before + n < most;
  const done = exec.instance.iterationsCompleted + exec.instance.iterationsInterrupted;
  return (done + exec.instance.vusInitialized) * instances <= most;
}

/** Others get a second to end what they have begun. */
function endAtBound() {
  requestBound.add(1);
  sleep(1);
  exec.test.abort("--max-requests is reached");
}

/** Makes rows one after the other, each with a number of its own. */
export function times(count, make) {
  const first = Math.floor(segmentStart() * firstIteration);
  const rows = [];
  for (let n = 0; n < count; n++) {
    counter = first + preparedRows++;
    rows.push(make(n));
  }
  return rows;
}

/** Whether other processes have a part of this test. Each prepares and deletes its own rows, so none may rely on another's. */
export function isOneOfMany() {
  return Boolean(exec.test.options.executionSegment);
}

/** Where the part of this process begins, 0 to 1: no two parts begin at the same place. */
function segmentStart() {
  const [start] = String(exec.test.options.executionSegment || "0:1").split(":");
  const [parts, whole = "1"] = start.split("/");
  return Number(parts) / Number(whole);
}

/** Keys of the rows that a list returns. */
export function listed(response, items, key, collection) {
  const keyOfItem = (item) => (collection === undefined ? walk(item, key) : keyAt(walk(item, key), collection));
  return (read(response, items) || []).map(keyOfItem).filter((value) => value !== undefined);
}

/** The key of a row that was just made. */
export function keyIn(response, path) {
  const value = read(response, path);
  if (value === undefined)
    throw new Error("preparing: " + response.url.split("?")[0] + " answered without " + path.join("."));
  return value;
}

/** The value at a path in a JSON response; undefined without one. */
export function read(response, path) {
  if (response === undefined || !response.body) return undefined;
  let body;
  try {
    body = JSON.parse(response.body);
  } catch {
    // A service that breaks its description is no fault of the script.
    if (latest === undefined) throw new Error("preparing: " + response.url.split("?")[0] + " answered what is no JSON");
    if (!isChecked) count(latest, response, { path: "", keyword: "json" });
    return undefined;
  }
  return walk(body, path);
}

/** A header of a response, whatever its case. */
export function headerOf(response, name) {
  const { headers } = response || {};
  const found = Object.keys(headers || {}).find((one) => one.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : headers[found];
}

/** The key of the row whose address the reply has: in \`Location\`, or at a path of its body. */
export function locatedIn(response, collection, path) {
  return keyAt(path === undefined ? headerOf(response, "Location") : read(response, path), collection);
}

/** \`7\` of \`/v1/pets/7\`, if it is one of the collection \`pets\`. */
function keyAt(address, collection) {
  const [path] = String(address || "").split(/[?#]/);
  const [key, parent] = path.split("/").filter((part) => part !== "").slice(-2).reverse();
  return parent === undefined || decoded(parent) !== collection ? undefined : decoded(key);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A key that a reply told. */
export function toldKey(key, id) {
  if (key === undefined) throw new Error("preparing: " + id + " answered without the key of what it made");
  return key;
}

function walk(value, path) {
  for (const name of path) value = value === null || value === undefined ? undefined : value[name];
  return value === null ? undefined : value;
}

export function pick(values, n) {
  return values[n % values.length];
}

/** A key of a row that all share; the row's own one without an index, else that of a row around it. */
export function keyOf(rows, n, index) {
  const row = rows[n % rows.length];
  return row[index === undefined ? row.length - 1 : index];
}

/** A key of the row that only this virtual user has. */
export function ownKeyOf(rows, index) {
  return keyOf(rows, exec.vu.idInTest - 1, index);
}

/** Characters that no other iteration of this or another run gets. */
export function unique(length, alphabet = "0123456789abcdefghijklmnopqrstuvwxyz") {
  let rest = runNumber * 2 ** 20 + counter;
  let text = "";
  for (let index = 0; index < length; index++) {
    text = alphabet[rest % alphabet.length] + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}

/** An integer between the two that no other iteration of this run gets, as long as there are enough. */
export function uniqueInteger(least, most) {
  return least + ((runNumber * 2 ** 20 + counter) % (most - least + 1));
}

export function key(value) {
  return encodeURIComponent(String(value));
}

export function query(pairs) {
  return pairs.length === 0 ? "" : "?" + form(pairs);
}

export function form(pairs) {
  return pairs.map(([name, value]) => encodeURIComponent(name) + "=" + encoded(value)).join("&");
}

/** Several values in one, whose separator is none of their characters and stays as it is (RFC 6570 §3.2.8). */
export function separated(items, separator) {
  return { items, separator };
}

function encoded(value) {
  if (value !== null && typeof value === "object") return value.items.map(encoded).join(value.separator);
  return encodeURIComponent(String(value));
}

export function json(value) {
  return JSON.stringify(value);
}

function isIn(status, ranges) {
  return ranges.some(([least, most]) => status >= least && status <= most);
}
`;
