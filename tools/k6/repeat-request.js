// One request again and again. Everything comes from the environment, nothing is put into the script's text.
import http from "k6/http";

const { method, url, headers, body, name } = JSON.parse(__ENV.REQUEST);
const expected = JSON.parse(__ENV.EXPECTED_STATUSES);
const rate = __ENV.RATE === "" ? undefined : Number(__ENV.RATE);
const users = Number(__ENV.USERS);
const duration = `${Math.round(Number(__ENV.DURATION) * 1000)}ms`;

const parameters = {
  headers,
  tags: { name },
  responseType: "none",
  responseCallback: http.expectedStatuses(...expected.map(([min, max]) => ({ min, max }))),
  redirects: 0,
};

const pace = Number.isInteger(rate)
  ? { rate, timeUnit: "1s" }
  : { rate: Math.max(1, Math.round(rate * 60)), timeUnit: "60s" };

export const options = {
  scenarios: {
    load:
      rate === undefined
        ? { executor: "constant-vus", vus: users, duration }
        : { executor: "constant-arrival-rate", ...pace, duration, preAllocatedVUs: users, maxVUs: users },
  },
  systemTags: ["status", "name", "method", "expected_response", "error_code"],
  discardResponseBodies: true,
  maxRedirects: 0,
};

export default function () {
  http.request(method, url, body, parameters);
}
