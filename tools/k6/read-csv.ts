import { histogramOf } from "./histogram";
import {
  addResponses,
  type CheckedResponses,
  countInStage,
  type Measurement,
  type RequestCell,
  type StageCounters,
} from "./measurement";

const ignoredCounters = new Set(["http_reqs", "data_sent", "data_received"]);

/** Counters of scripts that check responses themselves, with the operation as the tag `name`. */
const responsesChecked = "responses_checked";
const responsesFailed = "responses_failed";

/**
 * Reads the samples of plain k6's `--out csv`. Columns are found by name: which tags have one depends on the script's
 * `systemTags`. Counters of a script are told from its other metrics by `counterNames`, since the file has no types.
 */
export function readCsv(text: string, counterNames: readonly string[], isComplete: boolean): Measurement {
  const rows = parseCsv(text);
  const header = rows[0] ?? [];
  const at = (row: readonly string[], name: string) => row[header.indexOf(name)] ?? "";
  const groups = new Map<string, { readonly row: readonly string[]; readonly durationsUs: number[] }>();
  const counters = new Map<string, number>();
  const responses: [string, CheckedResponses][] = [];
  const stageCounters: StageCounters = new Map();
  const known = new Set(
    ["iterations", "dropped_iterations", ...counterNames].filter((name) => !ignoredCounters.has(name)),
  );
  for (const row of rows.slice(1)) {
    if (row.length < header.length) continue;
    const metric = at(row, "metric_name");
    const value = Number(at(row, "metric_value"));
    if (known.has(metric)) {
      counters.set(metric, (counters.get(metric) ?? 0) + value);
      countInStage(stageCounters, at(row, "scenario"), metric, value);
    }
    if (metric === responsesChecked || metric === responsesFailed) {
      const isFault = metric === responsesFailed;
      responses.push([at(row, "name"), { checked: isFault ? 0 : value, failed: isFault ? value : 0, samples: [] }]);
    }
    if (metric !== "http_req_duration") continue;
    const keys = ["timestamp", "scenario", "name", "method", "status", "error_code", "expected_response"];
    const key = JSON.stringify(keys.map((name) => at(row, name)));
    const group = groups.get(key) ?? { row, durationsUs: [] };
    group.durationsUs.push(value * 1000);
    groups.set(key, group);
  }
  const cells = [...groups.values()].map(
    ({ row, durationsUs }): RequestCell => ({
      second: Math.floor(Number(at(row, "timestamp"))),
      ...(at(row, "scenario") === "" ? {} : { stage: at(row, "scenario") }),
      operation: at(row, "name"),
      method: at(row, "method"),
      status: Number(at(row, "status")),
      errorCode: at(row, "error_code"),
      isExpected: at(row, "expected_response") === "true",
      latency: histogramOf(durationsUs),
    }),
  );
  return { cells, counters, stageCounters, responses: addResponses(responses), isComplete };
}

/** RFC 4180: quoted cells may hold commas, doubled quotes and line ends. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = () => {
    row.push(cell);
    cell = "";
  };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') cell += text[++index];
      else isQuoted = false;
    } else if (character === '"' && cell === "") isQuoted = true;
    else if (character === ",") endCell();
    else if (character === "\n") endRow();
    else if (character !== "\r") cell += character;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}
