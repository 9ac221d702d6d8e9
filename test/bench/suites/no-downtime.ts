import { loadavg } from "node:os";
import { startShadow } from "../../../tools/postgres/shadow";
import { formatTable } from "../../../tools/report/format-table";
import type { BenchOptions } from "../bench";
import { changes } from "../no-downtime/changes";
import { isBlocking, judge } from "../no-downtime/downtime";
import { startShop } from "../no-downtime/shop-server";
import { type TriedChange, tryChange } from "../no-downtime/try-change";
import { waysOf } from "../no-downtime/ways";

/**
 * Every change that has an online form, made in three ways while 50 clients read and write: by Specline's plan, by the SQL that people
 * write for it, and by the engine's own plan. Of several rounds the one with the highest p99 is shown.
 */
export async function run({ rounds = 1, part, rows = 20_000 }: BenchOptions): Promise<void> {
  console.log(`filling orders, order_items and events with ${rows} rows each`);
  const server = await startShop(rows);
  const shadow = await startShadow(process.cwd(), 18);
  const lines: (readonly string[])[] = [];
  try {
    for (const change of changes.filter(({ title }) => title.includes(part))) {
      for (const way of waysOf(server.root, shadow)) {
        const tried: TriedChange[] = [];
        for (let round = 1; round <= rounds; round++) {
          tried.push(await tryChange(server, { rows, readFirst: change.readFirst }, await way.plan(change)));
        }
        const [worst] = tried.sort((a, b) => b.p99Ms - a.p99Ms);
        if (worst === undefined) throw new Error("no round");
        const verdict = way.isOnline ? judge(worst) : isBlocking(worst, worst) ? "blocks" : "does not block";
        const line = cells(change.title, way.name, worst, verdict);
        console.log(line.join("  "));
        for (const text of new Set(worst.failures)) console.log(`  failed: ${text}`);
        lines.push(line);
      }
    }
  } finally {
    await shadow.stop();
    await server.stop();
  }
  const [load = 0] = loadavg();
  console.log(`\n${rows} rows, ${rounds} rounds, load of the machine at the end ${load.toFixed(1)}`);
  console.log(
    formatTable({ columns: columns.map((title, index) => ({ title, numeric: index > 1 && index < 10 })), rows: lines }),
  );
}

const columns = [
  ...["change", "by", "seconds", "statements", "failed"],
  ...["p50 ms", "p99 ms", "max ms", "kept out ms", "at once", "verdict"],
];

function cells(title: string, way: string, tried: TriedChange, verdict: string): readonly string[] {
  const { changeMs, statements, failures, p50Ms, p99Ms, maxMs, blockedMs, most } = tried;
  const counts = [statements, failures.length].map(String);
  const times = [p50Ms, p99Ms, maxMs, blockedMs, most].map((one) => one.toFixed(0));
  return [title, way, (changeMs / 1000).toFixed(1), ...counts, ...times, verdict];
}
