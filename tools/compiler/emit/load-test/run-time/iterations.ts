import { type Code, code } from "../../text";

/** Rows that are prepared and deleted, and iterations with their bounds. */
export const iterations: Code = code`/** Calls an operation to prepare the run; it is not measured, and its failure ends the run. */
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
  begin();
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
}`;
