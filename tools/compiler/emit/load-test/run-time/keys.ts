import { type Code, code } from "../../text";

/** What a script does not know before it runs: the flow that is called, keys and tokens, and what the report calls left out. */
export const keys: Code = code`/**
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
  const lists = needsOf(withKeys, id);
  return lists === undefined || lists.some((names) => names.every((name) => valueOf(keys[name]) !== ""));
}

/** An operation may be called \`toString\`. */
function needsOf({ needs }, id) {
  return Object.prototype.hasOwnProperty.call(needs || {}, id) ? needs[id] : undefined;
}

function needed({ keys, withKeys }, id) {
  return (needsOf(withKeys, id) || []).map((names) => names.map((name) => keys[name].variable).join(" and ")).join(" or ");
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
}`;
