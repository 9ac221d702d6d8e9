import { type Code, code } from "../../text";

/** Operations, what their replies are held to, and calls of them. */
export const calls: Code = code`/** An operation with everything that stays the same for all its calls. */
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
  const known = Object.create(null);
  const part = (key) => known[key] || (known[key] = parts[names[key]]);
  const checkOf = checkerFor((reference) => part(reference).schema);
  for (const one of all)
    one.check = (response) => count(one, response, findFaultOfResponse(part(one.id).replies, response, checkOf));
}

/** What stands behind the index of an operation or of a reference to a schema is parsed when it is used for the first time. */
function partsOf({ operations, replies, components }) {
  const parts = [Object.create(null)];
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

const told = Object.create(null);

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
}`;
