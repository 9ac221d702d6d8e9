import {
  addResponses,
  type CheckedResponses,
  countInStage,
  type Measurement,
  type RequestCell,
  type ResponseFault,
  type StageCounters,
} from "./measurement";

const format = "oashist/1";

/** Reads the lines of our output extension. Throws for a file that it cannot have written: that is a bug, not an input. */
export function readHistograms(text: string): Measurement {
  const lines = text.split("\n").filter((line) => line !== "");
  const cells: RequestCell[] = [];
  const counters = new Map<string, number>();
  const responses: [string, CheckedResponses][] = [];
  const stageCounters: StageCounters = new Map();
  let isComplete = false;
  lines.forEach((line, index) => {
    const value = parse(line, index === lines.length - 1);
    if (index === 0) {
      if (value?.format !== format) throw new Error(`expected ${format}, found ${line.slice(0, 80)}`);
    } else if (value?.end === true) isComplete = true;
    else if (value?.counter === "responses_checked")
      responses.push([String(value.op), { checked: Number(value.value), failed: 0, samples: [] }]);
    else if (value?.counter === "responses_failed")
      responses.push([String(value.op), { checked: 0, failed: Number(value.value), samples: [] }]);
    else if (typeof value?.counter === "string") {
      counters.set(value.counter, (counters.get(value.counter) ?? 0) + Number(value.value));
      countInStage(stageCounters, String(value.scenario ?? ""), value.counter, Number(value.value));
    } else if (typeof value?.responses === "string") responses.push([value.responses, readResponses(value)]);
    else if (value !== undefined) cells.push(readCell(value));
  });
  return { cells, counters, stageCounters, responses: addResponses(responses), isComplete };
}

/** The requests of one whole line; `undefined`: it tells something else. */
export function readRequests(line: string): RequestCell | undefined {
  const value = JSON.parse(line) as Line;
  return value.h === undefined ? undefined : readCell(value);
}

interface Line {
  readonly format?: unknown;
  readonly end?: unknown;
  readonly counter?: unknown;
  readonly responses?: unknown;
  readonly checked?: unknown;
  readonly failed?: unknown;
  readonly samples?: readonly ResponseFault[];
  readonly value?: unknown;
  readonly t?: unknown;
  readonly scenario?: unknown;
  readonly op?: unknown;
  readonly method?: unknown;
  readonly status?: unknown;
  readonly code?: unknown;
  readonly expected?: unknown;
  readonly n?: unknown;
  readonly sum?: unknown;
  readonly max?: unknown;
  readonly h?: Readonly<Record<string, number>>;
}

/** A killed k6 may leave half of its last line. */
function parse(line: string, isLast: boolean): Line | undefined {
  try {
    return JSON.parse(line) as Line;
  } catch (error) {
    if (isLast) return undefined;
    throw error;
  }
}

function readResponses({ checked, failed, samples = [] }: Line): CheckedResponses {
  return { checked: Number(checked), failed: Number(failed), samples };
}

function readCell(line: Line): RequestCell {
  return {
    second: Number(line.t),
    ...(line.scenario === undefined || line.scenario === "" ? {} : { stage: String(line.scenario) }),
    operation: String(line.op),
    method: String(line.method),
    status: Number(line.status),
    errorCode: String(line.code ?? ""),
    isExpected: line.expected === true,
    latency: {
      count: Number(line.n),
      sumUs: Number(line.sum),
      maxUs: Number(line.max),
      buckets: new Map(Object.entries(line.h ?? {}).map(([index, count]) => [Number(index), count])),
    },
  };
}
