import { existsSync, readdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { median, quantile } from "../../tools/k6/compare/median";
import { formatTable } from "../../tools/report/format-table";
import type { Bench, BenchOptions, Suite } from "./bench";
import { type Measured, measure, ratiosOfPairs } from "./measure";
import { readOptions } from "./read-options";

/** Measures side by side in one run and prints ratios or a verdict. It never fails for being slow. */
async function main([name, ...words]: readonly string[]): Promise<void> {
  const names = readdirSync(join(__dirname, "suites")).map((file) => file.replace(/\.ts$/, ""));
  const options = readOptions(words);
  if (name === undefined || !names.includes(name) || options === undefined) {
    console.error(
      `usage: npm run bench -- <name> [rounds] [part of a title] [--rows=count]\nnames: ${names.join(", ")}`,
    );
    process.exitCode = 1;
    return;
  }
  const suite = (await import(join(__dirname, "suites", name))) as Suite;
  console.log(`${name}: Node ${process.version}, ${cpus().length} cores`);
  await ("run" in suite ? suite.run(options) : runInTurns(await suite.open(), options));
}

async function runInTurns(bench: Bench, { rounds = 7, part }: BenchOptions): Promise<void> {
  console.log(`${rounds} rounds in turns after one to warm up`);
  try {
    for (const { title, unit = "ms", contenders } of bench.groups.filter((group) => group.title.includes(part))) {
      print(title, unit, await measure(contenders, rounds));
    }
  } finally {
    bench.close();
  }
}

function print(title: string, unit: string, measured: readonly Measured[]): void {
  const reference = measured[0]?.costs ?? [];
  const rows = measured.map(({ name, costs }) => {
    const ratios = ratiosOfPairs(costs, reference);
    return [
      name,
      ...[median(costs), Math.min(...costs), Math.max(...costs)].map((cost) => cost.toFixed(0)),
      ...[median(ratios), quantile(ratios, 0.25), quantile(ratios, 0.75)].map((ratio) => ratio.toFixed(3)),
    ];
  });
  const names = ["", "median", "min", "max", "ratio", "quartile 1", "quartile 3"];
  const columns = names.map((one, index) => ({ title: one, numeric: index > 0 }));
  console.log(`\n${title}, ${unit}\n${formatTable({ columns, rows })}`);
}

if (!existsSync("package.json")) throw new Error("run it from the root of the repository: npm run bench -- <name>");
void main(process.argv.slice(2));
