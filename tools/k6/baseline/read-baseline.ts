import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { printable } from "../../report/printable";
import { type Problem, problem } from "../../report/problem";
import type { OperationRound } from "../compare/round";
import type { Baseline, BaselineRound, LoadForm, Subject } from "./baseline";
import { baselineFormat, baselineVersion } from "./baseline";
import type { Environment } from "./environment";
import { Reader, Refusal } from "./json-reader";

/** A baseline of an hour and of a hundred operations has some megabytes. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Reads a file of `--save-baseline`. It may have come from anywhere, so nothing in it is believed: each field is checked, and the first that is
 * wrong is named by its place.
 */
export function readBaseline(workspaceRoot: string, path: string): Baseline | Problem {
  const file = resolve(workspaceRoot, path);
  const refuse = (place: string, reason: string) =>
    problem("load/baseline-refused", {
      path,
      place: shown(place),
      reason: shown(reason),
      remedy: "Measure one with --save-baseline.",
    });
  if (!existsSync(file)) return refuse("", "there is no such file");
  const { size } = statSync(file);
  if (!statSync(file).isFile()) return refuse("", "it is no file");
  if (size > mostBytes) return refuse("", `it has ${size} bytes, and a baseline has at most ${mostBytes}`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return refuse("", `it is no whole JSON document (${(error as SyntaxError).message})`);
  }
  try {
    return readDocument(new Reader(value, ""));
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.place, error.reason);
    throw error;
  }
}

/** Text of the file, which may hold anything, for a message. */
function shown(text: string): string {
  const line = printable(text.replace(/\s+/g, " "));
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

function readDocument(document: Reader): Baseline {
  const format = document.at("format");
  if (format.value !== baselineFormat) format.refuse(`it is not "${baselineFormat}": this is another kind of file`);
  const version = document.at("schemaVersion");
  if (version.value !== baselineVersion)
    version.refuse(
      `it is version ${JSON.stringify(version.value) ?? "unknown"}, and this Specline reads version ${baselineVersion}`,
    );
  const rounds = document.at("rounds").items().map(readRound);
  if (rounds.length < 6) document.at("rounds").refuse(`there are ${rounds.length}, and it takes 6`);
  return {
    measuredAt: document.at("measuredAt").date(),
    server: document.at("server").text(),
    subject: readSubject(document.at("subject")),
    load: readLoad(document.at("load")),
    environment: readEnvironment(document.at("environment")),
    rounds,
  };
}

function readSubject(subject: Reader): Subject {
  const kind = subject.at("kind");
  if (kind.value === "api") return { kind: "api", api: subject.at("api").text() };
  if (kind.value === "request")
    return { kind: "request", name: subject.at("name").text(), hash: subject.at("hash").text() };
  return kind.refuse("it is neither api nor request");
}

function readLoad(load: Reader): LoadForm {
  return {
    rate: load.at("rate").orNull((one) => one.positive()),
    concurrency: load.at("concurrency").orNull((one) => one.positive()),
    secondsPerRound: load.at("secondsPerRound").positive(),
  };
}

function readEnvironment(one: Reader): Environment {
  return {
    cpuModel: one.at("cpuModel").text(),
    cores: one.at("cores").positive(),
    platform: one.at("platform").text(),
    node: one.at("node").text(),
    k6Version: one.at("k6Version").text(),
    k6Origin: one.at("k6Origin").oneOf(["SPECLINE_K6", "cache", "built", "PATH"]),
    scripts: one.at("scripts").texts(),
    specs: one.at("specs").texts(),
    build: one.at("build").orNull((build) => build.text()),
  };
}

function readRound(round: Reader): BaselineRound {
  const operations = new Map<string, OperationRound>();
  for (const one of round.at("operations").items()) {
    const name = one.at("operation").text();
    if (operations.has(name)) one.at("operation").refuse("it is there twice");
    operations.set(name, readOperation(one));
  }
  return { calibrationMs: round.at("calibrationMs").positive(), operations };
}

function readOperation(one: Reader): OperationRound {
  const count = one.at("requests").count();
  const buckets = new Map<number, number>();
  for (const [name, bucket] of one.at("buckets").entries()) {
    // 2^40 µs are twelve days.
    if (!/^\d{1,4}$/.test(name) || Number(name) > 64 * 36) bucket.refuse("its name is no index of a histogram");
    buckets.set(Number(name), bucket.count());
  }
  const inBuckets = [...buckets.values()].reduce((sum, more) => sum + more, 0);
  if (count === 0 || inBuckets !== count)
    one.at("buckets").refuse(`they hold ${inBuckets} requests, and the operation has ${count}`);
  const errors = one.at("errors").count();
  if (errors > count) one.at("errors").refuse(`there are more errors than requests`);
  const latency = { count, sumUs: one.at("sumUs").amount(), maxUs: one.at("maxUs").amount(), buckets };
  return { latency, errors };
}
