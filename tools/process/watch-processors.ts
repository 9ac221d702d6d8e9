import { readFileSync } from "node:fs";

/** Clock ticks per second of /proc; 100 on every Linux that Node runs on (`getconf CLK_TCK`). */
const ticksPerSecond = 100;

/** CPU seconds that were used until a moment. */
export interface ProcessorSample {
  /** Unix time in seconds, with fractions. */
  readonly at: number;
  /** All that all processors of the machine did. */
  readonly machine: number;
  /** Of processes with their children, by name; one that is gone is missing. */
  readonly processes: Readonly<Record<string, number>>;
}

export interface ProcessorWatch {
  stop(): readonly ProcessorSample[];
}

/** Reads /proc four times a second until it is stopped; no samples where there is no /proc. */
export function watchProcessors(pids: Readonly<Record<string, number>>): ProcessorWatch {
  const samples: ProcessorSample[] = [];
  const read = () => {
    const machine = machineSeconds();
    if (machine === undefined) return;
    const processes = Object.entries(pids).flatMap(([name, pid]) => {
      const seconds = treeSeconds(pid);
      return seconds === undefined ? [] : [[name, seconds] as const];
    });
    samples.push({ at: Date.now() / 1000, machine, processes: Object.fromEntries(processes) });
  };
  read();
  const timer = setInterval(read, 250);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      return samples;
    },
  };
}

/** proc(5) stat: user, nice, system, idle, iowait, irq, softirq, steal; what is idle or stolen was not done here. */
function machineSeconds(): number | undefined {
  const fields = read("/proc/stat")?.split("\n")[0]?.trim().split(/\s+/).slice(1).map(Number);
  if (fields === undefined) return undefined;
  const busy = [0, 1, 2, 5, 6].reduce((sum, index) => sum + (fields[index] ?? 0), 0);
  return busy / ticksPerSecond;
}

function treeSeconds(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // Fields 14 and 15, after the name, which may hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const own = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  const children = (read(`/proc/${pid}/task/${pid}/children`) ?? "").trim().split(/\s+/).filter(Boolean).map(Number);
  return children.reduce((sum, child) => sum + (treeSeconds(child) ?? 0), own);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
