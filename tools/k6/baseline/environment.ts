import { cpus } from "node:os";
import type { K6Program } from "../k6-program";

/** Where and with what a baseline was measured. */
export interface Environment {
  readonly cpuModel: string;
  readonly cores: number;
  /** `linux x64` */
  readonly platform: string;
  /** `v20.20.2` */
  readonly node: string;
  readonly k6Version: string;
  readonly k6Origin: K6Program["origin"];
  /** Resource → hash of its script and all that it imports; the data that are sent are in it. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Resource → hash of the part of the spec that it depends on, where known. */
  readonly specs: Readonly<Record<string, string>>;
  /** Hash of the server that was measured, where Specline bundled it. */
  readonly build: string | null;
}

export type MeasuredFiles = Pick<Environment, "scripts" | "specs" | "build">;

export function environmentOf(k6: K6Program, files: MeasuredFiles): Environment {
  const all = cpus();
  return {
    cpuModel: all[0]?.model.trim() || "unknown",
    cores: all.length,
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    k6Version: k6.version,
    k6Origin: k6.origin,
    ...files,
  };
}

/**
 * What makes figures of two environments incomparable, a sentence each. That spec or build have changed is no such thing: their change is what
 * a comparison is about.
 */
export function environmentDifferences(then: Environment, now: Environment): readonly string[] {
  const facts = (one: Environment): readonly (readonly [string, string])[] => [
    ["processor", one.cpuModel],
    ["cores", String(one.cores)],
    ["platform", one.platform],
    ["Node", one.node],
    ["k6", `${one.k6Version} ${originOf(one)}`],
  ];
  const before = facts(then);
  const differences = facts(now).flatMap(([name, value], index) => {
    const earlier = before[index]?.[1];
    return earlier === value ? [] : [`${name}: ${earlier} → ${value}`];
  });
  const scripts = Object.entries(now.scripts).filter(([name, hash]) => then.scripts[name] !== hash);
  return [...differences, ...scripts.map(([name]) => `the script of ${name} has changed: other requests are sent`)];
}

/** What was built and what comes from the cache is the same program. */
function originOf({ k6Origin }: Environment): string {
  return k6Origin === "built" || k6Origin === "cache" ? "(Specline's build)" : `(${k6Origin})`;
}
