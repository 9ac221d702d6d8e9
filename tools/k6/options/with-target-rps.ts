import { targetRpsVariable } from "../../workspace/target-rps-variable";
import type { AmountOptions } from "./measure-options";

/** With `--target-rps`, which Nx drops, from the environment; `NaN`: it is no number. */
export function withTargetRps<T extends AmountOptions>(
  options: T,
  environment: Readonly<Record<string, string | undefined>>,
): T {
  const text = environment[targetRpsVariable];
  if (text === undefined || options.targetRps !== undefined) return options;
  return { ...options, targetRps: text.trim() === "" ? Number.NaN : Number(text) };
}
