import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Problem, problem } from "../report/problem";
import { addMeasurements, type Measurement } from "./measurement";
import { readHistograms } from "./read-histograms";

export interface MergedSamples {
  /** Relative to the workspace, sorted. */
  readonly paths: readonly string[];
  readonly measurement: Measurement;
  /** Files that end early, one sentence each. */
  readonly lost: readonly string[];
  /** From the first request to the last, in seconds. */
  readonly spanSeconds: number;
  /** Unix time in seconds of the first request. */
  readonly firstSecond: number;
}

/** Runners prepare their rows first, and not all of them equally fast. */
const mostApartSeconds = 30;

/**
 * Reads the samples that several processes of one run wrote, each into a file of its own.
 *
 * @param patterns paths relative to the workspace; `*` in the name of the file stands for any characters
 */
export function mergeSamples(workspaceRoot: string, patterns: readonly string[]): MergedSamples | readonly Problem[] {
  const found = patterns.map((pattern) => ({ pattern, paths: matching(workspaceRoot, pattern) }));
  const missing = found.filter(({ paths }) => paths.length === 0);
  if (missing.length > 0) return missing.map(({ pattern }) => refused(pattern, "there is no such file"));
  const paths = [...new Set(found.flatMap((one) => one.paths))].sort();
  const parts: { readonly path: string; readonly measurement: Measurement }[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    try {
      const text = readFileSync(join(workspaceRoot, path), "utf8");
      parts.push({ path, measurement: readHistograms(text) });
      if (text === "") problems.push(refused(path, "it is empty: that runner wrote nothing"));
    } catch {
      problems.push(refused(path, "it was not written by k6 with Specline's output"));
    }
  }
  if (problems.length > 0) return problems;
  const spans = parts.map(({ path, measurement: { cells } }) => ({ path, ...spanOf(cells.map((one) => one.second)) }));
  const withRequests = spans.filter(({ first, last }) => first <= last);
  const latestStart = withRequests.reduce((latest, one) => (one.first > latest.first ? one : latest), {
    path: "",
    first: 0,
  });
  // Parts of one run are sent at about the same time; what was over long before another began is of an earlier run.
  const earlier = withRequests.filter(({ last }) => last + mostApartSeconds < latestStart.first);
  if (earlier.length > 0)
    return earlier.map(({ path }) =>
      refused(path, `it ends long before ${latestStart.path} begins, so they are of different runs`),
    );
  const firstSecond = Math.min(...withRequests.map((one) => one.first));
  const lastSecond = Math.max(...withRequests.map((one) => one.last));
  return {
    paths,
    measurement: addMeasurements(parts.map((one) => one.measurement)),
    lost: parts
      .filter(({ measurement }) => !measurement.isComplete)
      .map(({ path }) => `${path} ends early: that runner died, or is still running`),
    spanSeconds: withRequests.length === 0 ? 0 : lastSecond - firstSecond + 1,
    firstSecond,
  };
}

function matching(workspaceRoot: string, pattern: string): readonly string[] {
  const folder = dirname(pattern);
  const name = new RegExp(`^${basename(pattern).split("*").map(literally).join(".*")}$`, "s");
  const absolute = resolve(workspaceRoot, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(folder, entry.name));
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function spanOf(seconds: readonly number[]): { readonly first: number; readonly last: number } {
  return seconds.reduce(
    ({ first, last }, second) => ({ first: Math.min(first, second), last: Math.max(last, second) }),
    { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY },
  );
}

function refused(path: string, reason: string): Problem {
  return problem("load/option-refused", {
    option: "merge",
    value: path,
    reason,
    remedy: "Give the files that the runners of one run wrote, such as results/*.ndjson.",
  });
}
