import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { usualRounds } from "../../../tools/k6/baseline/read-baseline-options";
import { compareRounds, type LatencyChange } from "../../../tools/k6/compare/compare-rounds";
import { wilson } from "../../../tools/k6/compare/error-shares";
import { measureRounds, pairUp } from "../../../tools/k6/compare/measure-rounds";
import { comparedEnvironment, comparedThresholds } from "../../../tools/k6/compare/run-comparison";
import { findK6 } from "../../../tools/k6/find-k6";
import type { K6Program } from "../../../tools/k6/k6-program";
import { takeLoadTurn } from "../../../tools/k6/load-turn";
import { randomOf } from "../../../tools/random/random";
import { formatTable } from "../../../tools/report/format-table";
import type { BenchOptions } from "../bench";

/** The shortest that k6 runs. Nothing is left out as a warm-up, which both sides do without. */
const secondsPerRound = 1;
const ratePerSecond = 100;
const roundsPerComparison = usualRounds;
const timesOfServiceMs = [5, 20];
const shift = 1.2;

interface Tally {
  readonly serviceMs: number;
  readonly title: string;
  readonly urls: readonly [baseline: string, candidate: string];
  readonly count: number;
  readonly found: LatencyChange[][];
}

/**
 * Compares two real services with the real k6 again and again: the same service twice (any change that is claimed is a false alarm), and one
 * whose time of service is a fifth longer (which must be found). Both are done for a quick service and for a slow one, all four at the same
 * time: a comparison takes a minute, most of which it waits, and the three beside it are work of others that it has to bear.
 *
 * @param options.rounds comparisons of the same service, for each time of service; `part`: of the slower one
 */
export async function run({ rounds: same = 40, part }: BenchOptions): Promise<void> {
  const slower = part === "" ? Math.ceil(same / 2) : Number(part);
  if (!Number.isInteger(slower)) throw new Error(`${part} is no count: npm run bench -- comparison [same] [slower]`);
  const search = await findK6(console.log);
  if (search.kind === "missing") throw new Error(search.problem.message);
  const services: Service[] = [];
  const tallies: Tally[] = [];
  for (const serviceMs of timesOfServiceMs) {
    const [service, twin, slow] = (await Promise.all(
      [serviceMs, serviceMs, serviceMs * shift].map((delayMs) => startService(delayMs)),
    )) as [Service, Service, Service];
    services.push(service, twin, slow);
    const slowerTitle = `p50 longer by ${Math.round((shift - 1) * 100)} %`;
    tallies.push(
      { serviceMs, title: "the same service", urls: [service.url, twin.url], count: same, found: [] },
      { serviceMs, title: slowerTitle, urls: [service.url, slow.url], count: slower, found: [] },
    );
  }
  const workspaceRoot = mkdtempSync(join(tmpdir(), "specline-bench-comparison-"));
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model}, k6 ${search.k6.version}, ${roundsPerComparison} rounds of ${secondsPerRound} s by turns, ${ratePerSecond} requests/s, ${tallies.length} comparisons at once`,
  );
  let isStopped = false;
  process.on("SIGINT", () => {
    isStopped = true;
  });
  try {
    // Ctrl-C ends it after the comparisons at hand.
    for (let index = 0; index < Math.max(same, slower) && !isStopped; index++) {
      const due = tallies.filter((tally) => index < tally.count);
      const lock = await takeLoadTurn("bench:comparison", () => undefined);
      if ("code" in lock) throw new Error(lock.message);
      try {
        await Promise.all(due.map((tally) => compareOnce(search.k6, workspaceRoot, tally, index)));
      } finally {
        await lock.release();
      }
      // Whoever waits for the machine goes first.
      await delay(300);
    }
  } finally {
    for (const one of services) one.close();
    rmSync(workspaceRoot, { recursive: true, force: true });
  }
  const columns = ["time of service", "", "verdict", "comparisons", "95 % interval (Wilson)"];
  console.log(`\n${formatTable({ columns: columns.map((title) => ({ title })), rows: tallies.flatMap(rowsOf) })}`);
}

function rowsOf({ serviceMs, title, found }: Tally): string[][] {
  const kinds: [string, (one: LatencyChange) => boolean][] = [
    ["any change claimed", ({ verdict }) => verdict === "regressed" || verdict === "improved"],
    ["p50 regressed", ({ metric, verdict }) => metric === "p50" && verdict === "regressed"],
    ["p50 equivalent", ({ metric, verdict }) => metric === "p50" && verdict === "equivalent"],
  ];
  return kinds.map(([what, isSo]) => {
    const share = { count: found.filter((one) => one.some(isSo)).length, of: found.length };
    const interval = found.length === 0 ? ["–"] : wilson(share).map((one) => `${(one * 100).toFixed(1)} %`);
    return [`${serviceMs} ms`, title, what, `${share.count} of ${share.of}`, interval.join(" to ")];
  });
}

/** A side that could not be measured is said and not counted: a comparison would have said so and failed. */
async function compareOnce(k6: K6Program, workspaceRoot: string, tally: Tally, index: number): Promise<void> {
  const { serviceMs, title, urls, found } = tally;
  const name = `${serviceMs} ms, ${title}, ${index + 1}`;
  const sideOf = (url: string) => ({
    workspaceRoot,
    k6,
    scriptPaths: [join(__dirname, "../../../tools/k6/repeat-request.js")],
    environment: {
      ...comparedEnvironment({ rate: ratePerSecond, concurrency: 100 }, secondsPerRound),
      REQUEST: JSON.stringify({ method: "GET", url, headers: {}, body: null, name: "GET /" }),
      EXPECTED_STATUSES: "[[200,200]]",
    },
    secrets: [],
    durationSeconds: secondsPerRound,
    thresholds: comparedThresholds,
    expectedOperations: ["GET /"],
  });
  const sides = [sideOf(urls[0]), sideOf(urls[1])] as const;
  const [before, after] = await measureRounds({ sides, rounds: roundsPerComparison, warmUpSeconds: 0, onRound() {} });
  const reasons = [...before.measured.verdict.reasons, ...after.measured.verdict.reasons];
  if (!before.measured.verdict.success || !after.measured.verdict.success) {
    console.log(`${name}: not measured, not counted: ${reasons.join("; ")}`);
    return;
  }
  const operations = pairUp(before.rounds, after.rounds);
  const compared = compareRounds(operations, { pairing: { kind: "turns" }, random: randomOf(name) }).latencies;
  found.push([...compared]);
  const said = compared.map((one) => `${one.metric} ×${one.ratio.toFixed(3)} ${one.verdict}`).join(", ");
  console.log(`${name}: ${said}; load ${loadavg()[0]?.toFixed(1)}`);
}

interface Service {
  readonly url: string;
  readonly close: () => void;
}

/** Answers each request after the same time. */
function startService(delayMs: number): Promise<Service> {
  const server = createServer((_request, response) => setTimeout(() => response.end("{}"), delayMs));
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `http://127.0.0.1:${port}/`,
        close: () => {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}
