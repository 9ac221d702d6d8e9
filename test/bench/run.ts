import { existsSync, readdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { formatTable } from "../../tools/report/format-table";
import type { Bench } from "./bench";
import { type Measured, measure, median } from "./measure";

/** `npm run bench -- <name> [rounds]`: measures side by side in one run and prints ratios. It never fails for being slow. */
async function main([name, rounds = "7"]: readonly string[]): Promise<void> {
  const names = readdirSync(join(__dirname, "suites")).map((file) => file.replace(/\.ts$/, ""));
  const count = Number(rounds);
  if (name === undefined || !names.includes(name) || !Number.isInteger(count) || count < 1) {
    console.error(`usage: npm run bench -- <name> [rounds]\nnames: ${names.join(", ")}`);
    process.exitCode = 1;
    return;
  }
  const { open } = (await import(join(__dirname, "suites", name))) as { open: () => Promise<Bench> };
  console.log(
    `${name}: ${count} rounds in turns after one to warm up; Node ${process.version}, ${cpus().length} cores`,
  );
  const bench = await open();
  try {
    for (const { title, contenders } of bench.groups) print(title, await measure(contenders, count));
  } finally {
    bench.close();
  }
}

function print(title: string, measured: readonly Measured[]): void {
  const reference = median(measured[0]?.durationsMs ?? []);
  const rows = measured.map(({ name, durationsMs, cpuMs }) => [
    name,
    median(durationsMs).toFixed(0),
    Math.min(...durationsMs).toFixed(0),
    Math.max(...durationsMs).toFixed(0),
    (median(durationsMs) / reference).toFixed(2),
    cpuMs.length === 0 ? "" : median(cpuMs).toFixed(0),
  ]);
  const columns = ["", "median ms", "min", "max", "ratio", "CPU ms"].map((one, index) => ({
    title: one,
    numeric: index > 0,
  }));
  console.log(`\n${title}\n${formatTable({ columns, rows })}`);
}

if (!existsSync("package.json")) throw new Error("run it from the root of the repository: npm run bench -- <name>");
void main(process.argv.slice(2));
