import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import type { Output } from "../report/output";
import { mergeHistograms, percentileUs } from "./histogram";
import type { RequestCell } from "./measurement";
import { readRequests } from "./read-histograms";
import { isSupporting } from "./summary";

export interface ProgressRequest {
  readonly print: Pick<Output, "isText" | "isLive" | "progress">;
  /** Of each script. */
  readonly durationSeconds: number;
  /** Run one after the other. */
  readonly scripts: number;
  /** Processes that share each script's load; absent: one. */
  readonly instances?: number;
}

export interface Progress {
  /** Reads on in a file of samples that grows. */
  readonly follow: (path: string) => void;
  readonly stop: () => void;
}

/** Seconds that the rate and the percentile are about. */
const windowSeconds = 5;

/**
 * Says every ten seconds how the run goes, on a terminal every second: rate and p95 of the last seconds, errors so far, time left. It
 * reads only what came since, a line for each second and operation, so that it costs next to nothing beside the load.
 */
export function followProgress({ print, durationSeconds, scripts, instances = 1 }: ProgressRequest): Progress {
  if (!print.isText) return { follow: () => {}, stop: () => {} };
  const files: Growing[] = [];
  let errors = 0;
  let startedAt = Date.now() / 1000;
  let firstSecond: number | undefined;
  let recent: readonly RequestCell[] = [];
  const read = () => {
    const cells = files.flatMap((file) => file.more()).filter((cell) => !isSupporting(cell.operation));
    const latest = [...recent, ...cells].reduce((most, cell) => Math.max(most, cell.second), 0);
    for (const cell of cells) {
      firstSecond = Math.min(firstSecond ?? cell.second, cell.second);
      if (!cell.isExpected) errors += cell.latency.count;
    }
    recent = [...recent, ...cells].filter((cell) => cell.second >= latest - windowSeconds);
    return latest;
  };
  const describe = (latest: number): string => {
    const isReadable = files.every((file) => file.isReadable);
    if (isReadable && firstSecond === undefined) return "preparing";
    const begun = firstSecond ?? startedAt;
    const waiting = scripts - Math.ceil(files.length / instances);
    const left = Math.max(0, durationSeconds - (Date.now() / 1000 - begun)) + waiting * durationSeconds;
    const time = `${Math.ceil(left)} s left`;
    if (!isReadable) return `${time}; this k6 tells its figures at the end`;
    // The latest second is not over yet.
    const whole = recent.filter((cell) => cell.second < latest && cell.second >= begun);
    const seconds = Math.min(windowSeconds, latest - begun);
    const latency = mergeHistograms(whole.map((cell) => cell.latency));
    const p95Us = percentileUs(latency, 0.95);
    const pace =
      p95Us === undefined
        ? []
        : [`${Math.round(latency.count / seconds)} req/s`, `p95 ${(p95Us / 1000).toFixed(1)} ms`];
    return [...pace, `${errors} errors`, time].join(", ");
  };
  const timer = setInterval(() => print.progress(`specline: ${describe(read())}`), print.isLive ? 1_000 : 10_000);
  timer.unref();
  return {
    follow(path) {
      // A script begins when the one before it is over.
      if (files.length % instances === 0) {
        firstSecond = undefined;
        startedAt = Date.now() / 1000;
      }
      // Plain k6 compresses its samples: there is nothing to read before the end.
      files.push(path.endsWith(".ndjson") ? growing(path) : { isReadable: false, more: () => [] });
    },
    stop: () => clearInterval(timer),
  };
}

interface Growing {
  readonly isReadable: boolean;
  /** What came since the last call, in whole lines. */
  readonly more: () => readonly RequestCell[];
}

function growing(path: string): Growing {
  const decoder = new StringDecoder("utf8");
  let position = 0;
  let rest = "";
  return {
    isReadable: true,
    more() {
      const bytes = bytesFrom(path, position);
      position += bytes.length;
      const lines = (rest + decoder.write(bytes)).split("\n");
      rest = lines.pop() ?? "";
      return lines.flatMap((line) => readRequests(line) ?? []);
    },
  };
}

/** Nothing as long as the file is not there, or no more. */
function bytesFrom(path: string, position: number): Buffer {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - position));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, position));
  } finally {
    closeSync(file);
  }
}
