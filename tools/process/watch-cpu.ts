import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Clock ticks per second of /proc; 100 on every Linux that Node runs on (`getconf CLK_TCK`). */
const ticksPerSecond = 100;

/** A process that was seen for less than this was mostly starting, which takes whole cores and says nothing about its work. */
const fewestSeconds = 1;

export interface CpuWatch {
  /**
   * CPU time of the process by the time of all cores since the start, 0 to 1; `undefined` where /proc is not there, and for a
   * process that lived for less than a second.
   */
  stop(): number | undefined;
}

/** Reads the process's times while it lives, since they are gone with it. `now`: nanoseconds of a clock that never goes back. */
export function watchCpu(pid: number, now: () => bigint = process.hrtime.bigint): CpuWatch {
  const startedAt = now();
  let last: { readonly cpuSeconds: number; readonly at: bigint } | undefined;
  const read = () => {
    const cpuSeconds = cpuSecondsOf(pid);
    if (cpuSeconds !== undefined) last = { cpuSeconds, at: now() };
  };
  const timer = setInterval(read, 250);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      read();
      if (last === undefined) return undefined;
      const seconds = Number(last.at - startedAt) / 1e9;
      return seconds < fewestSeconds ? undefined : last.cpuSeconds / (seconds * availableParallelism());
    },
  };
}

/** Fields 14 and 15 of proc(5) stat, after the name, which may hold blanks and parentheses. */
function cpuSecondsOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}
