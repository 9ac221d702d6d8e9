import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

export interface CpuMeter {
  /** What a program's environment needs, so that its time and that of its children is counted. */
  readonly environment: Readonly<Record<string, string>>;
  /** CPU time of all Node processes since the last call. */
  readonly cpuMs: () => number;
}

export function cpuMeter(folder: string): CpuMeter {
  const file = join(folder, "cpu.txt");
  return {
    environment: { NODE_OPTIONS: `--require ${join(__dirname, "report-cpu.cjs")}`, BENCH_CPU_FILE: file },
    cpuMs: () => {
      const times = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
      rmSync(file, { force: true });
      return times.reduce((sum, one) => sum + one, 0) / 1000;
    },
  };
}
