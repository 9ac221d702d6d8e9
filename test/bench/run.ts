import { existsSync, readdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { formatTable } from "../../tools/report/format-table";
import type { Bench } from "./bench";
import { type Measured, measure, median, quantile, ratiosOfPairs } from "./measure";

/** `npm run bench -- <name> [rounds] [group]`: measures side by side in one run and prints ratios. It never fails for being slow. */
async function main([name, rounds = "7", part = ""]: readonly string[]): Promise<void> {
  const names = readdirSync(join(__dirname, "suites")).map((file) => file.replace(/\.ts$/, ""));
  const count = Number(rounds);
  if (name === undefined || !names.includes(name) || !Number.isInteger(count) || count < 1) {
    console.error(`usage: npm run bench -- <name> [rounds] [group]\nnames: ${names.join(", ")}`);
    process.exitCode = 1;
    return;
  }
  const { open } = (await import(join(__dirname, "suites", name))) as { open: () => Promise<Bench> };
  console.log(
    `${name}: ${count} rounds in turns after one to warm up; Node ${process.version}, ${cpus().length} cores`,
  );
  const bench = await open();
  try {
    for (const { title, unit = "ms", contenders } of bench.groups.filter((group) => group.title.includes(part))) {
      print(title, unit, await measure(contenders, count));
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
