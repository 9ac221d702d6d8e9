import { availableParallelism, cpus, hostname } from "node:os";

/** When and where something was measured: a report may come from Nx's cache, and from another machine. */
export interface MeasuredPlace {
  /** ISO 8601, UTC, whole seconds. */
  readonly at: string;
  /** Absent: on several machines, or not known. */
  readonly machine?: { readonly host: string; readonly processors: number; readonly model: string };
}

export function measuredHere(now: Date = new Date()): MeasuredPlace {
  return {
    at: `${now.toISOString().slice(0, 19)}Z`,
    machine: {
      host: hostname(),
      processors: availableParallelism(),
      model: cpus()[0]?.model.replace(/\s+/g, " ").trim() || "of an unknown kind",
    },
  };
}

/** `2026-01-31 10:00:00 UTC on build-7 (8 processors, …)` */
export function describePlace({ at, machine }: MeasuredPlace): string {
  const time = at.replace("T", " ").replace("Z", " UTC");
  return machine === undefined
    ? time
    : `${time} on ${machine.host} (${machine.processors} ${machine.processors === 1 ? "processor" : "processors"}, ${machine.model})`;
}
