import { countInStage, type Measurement, type RequestCell, type StageCounters } from "./measurement";

const format = "oashist/1";

/** Reads the lines of our output extension. Throws for a file that it cannot have written: that is a bug, not an input. */
export function readHistograms(text: string): Measurement {
  const lines = text.split("\n").filter((line) => line !== "");
  const cells: RequestCell[] = [];
  const counters = new Map<string, number>();
  const stageCounters: StageCounters = new Map();
  let isComplete = false;
  lines.forEach((line, index) => {
    const value = parse(line, index === lines.length - 1);
    if (index === 0) {
      if (value?.format !== format) throw new Error(`expected ${format}, found ${line.slice(0, 80)}`);
    } else if (value?.end === true) isComplete = true;
    else if (typeof value?.counter === "string") {
      counters.set(value.counter, (counters.get(value.counter) ?? 0) + Number(value.value));
      countInStage(stageCounters, String(value.scenario ?? ""), value.counter, Number(value.value));
    } else if (value !== undefined) cells.push(readCell(value));
  });
  return { cells, counters, stageCounters, isComplete };
}

interface Line {
  readonly format?: unknown;
  readonly end?: unknown;
  readonly counter?: unknown;
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
