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
const serviceMs = 20;
const shift = 1.2;

/**
 * Compares two real services with the real k6 again and again: the same service twice (any change that is claimed is a false alarm), and one
 * whose time of service is a fifth longer (which must be found).
 *
 * @param options.rounds comparisons of the same service; `part`: of the slower one
 */
export async function run({ rounds: same = 40, part }: BenchOptions): Promise<void> {
  const slower = part === "" ? Math.ceil(same / 2) : Number(part);
  if (!Number.isInteger(slower)) throw new Error(`${part} is no count: npm run bench -- comparison [same] [slower]`);
  const search = await findK6(console.log);
  if (search.kind === "missing") throw new Error(search.problem.message);
  const services = await Promise.all([serviceMs, serviceMs, serviceMs * shift].map(startService));
  const [service, twin, slow] = services.map((one) => one.url) as [string, string, string];
  const workspaceRoot = mkdtempSync(join(tmpdir(), "specline-bench-comparison-"));
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model}, k6 ${search.k6.version}, ${roundsPerComparison} rounds of ${secondsPerRound} s by turns, time of service ${serviceMs} ms, ${ratePerSecond} requests/s`,
  );
  const tallies = [
    { title: "the same service", other: twin, count: same, found: [] as LatencyChange[][] },
    { title: `p50 longer by ${Math.round((shift - 1) * 100)} %`, other: slow, count: slower, found: [] },
  ];
  let isStopped = false;
  process.on("SIGINT", () => {
    isStopped = true;
  });
  try {
    // In turns, so that a quiet machine favours neither. Ctrl-C ends it after the comparison at hand.
    for (let index = 0; index < Math.max(same, slower); index++) {
      for (const tally of tallies) {
        if (index >= tally.count || isStopped) continue;
        const compared = await compareOnce(search.k6, workspaceRoot, service, tally.other, `${tally.title} ${index}`);
        if (compared === undefined) console.log(`${tally.title} ${index + 1}: not measured, not counted`);
        else tally.found.push([...compared]);
        const said = compared?.map((one) => `${one.metric} ×${one.ratio.toFixed(3)} ${one.verdict}`).join(", ");
        if (said !== undefined) console.log(`${tally.title} ${index + 1}: ${said}; load ${loadavg()[0]?.toFixed(1)}`);
      }
    }
  } finally {
    for (const one of services) one.close();
    rmSync(workspaceRoot, { recursive: true, force: true });
  }
  const rows = tallies.flatMap(({ title, found }) =>
    [
      [
        "any change claimed",
        (one: LatencyChange) => one.verdict === "regressed" || one.verdict === "improved",
      ] as const,
      ["p50 regressed", (one: LatencyChange) => one.metric === "p50" && one.verdict === "regressed"] as const,
      ["p50 equivalent", (one: LatencyChange) => one.metric === "p50" && one.verdict === "equivalent"] as const,
    ].map(([what, isSo]) => {
      const share = { count: found.filter((one) => one.some(isSo)).length, of: found.length };
      const interval =
        found.length === 0
          ? "–"
          : wilson(share)
              .map((one) => `${(one * 100).toFixed(1)} %`)
              .join(" to ");
      return [title, what, `${share.count} of ${share.of}`, interval];
    }),
  );
  const columns = ["", "verdict", "comparisons", "95 % interval (Wilson)"].map((title) => ({ title }));
  console.log(`\n${formatTable({ columns, rows })}`);
}

/** `undefined`: a side could not be measured, and a comparison would have said so and failed. */
async function compareOnce(
  k6: K6Program,
  workspaceRoot: string,
  baseline: string,
  candidate: string,
  key: string,
): Promise<readonly LatencyChange[] | undefined> {
  const lock = await takeLoadTurn("bench:comparison", () => undefined);
  if ("code" in lock) throw new Error(lock.message);
  const of = (url: string) => ({
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
  try {
    const sides = [of(baseline), of(candidate)] as const;
    const [before, after] = await measureRounds({ sides, rounds: roundsPerComparison, warmUpSeconds: 0, onRound() {} });
    if (!before.measured.verdict.success || !after.measured.verdict.success) {
      console.log([...before.measured.verdict.reasons, ...after.measured.verdict.reasons].join("; "));
      return undefined;
    }
    const operations = pairUp(before.rounds, after.rounds);
    return compareRounds(operations, { pairing: { kind: "turns" }, random: randomOf(key) }).latencies;
  } finally {
    await lock.release();
    // Whoever waits for the machine goes first.
    await delay(300);
  }
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
