import { type Problem, problem } from "../../report/problem";
import type { RoundsOptions } from "./read-baseline-options";

/**
 * `loadtest` is cached, and a cached task is not run at all: no file would be written, and what is printed may have been measured on another
 * machine or against another baseline. Nx tells its tasks what they are (`NX_TASK_TARGET_TARGET`) and whether its cache is left out.
 */
export function cachedResult(
  {
    baseline,
    saveBaseline,
    api,
    resource,
  }: RoundsOptions & { readonly api: string | number; readonly resource: string | number },
  environment: Readonly<Record<string, string | undefined>>,
): Problem | undefined {
  const option = baseline !== undefined ? "baseline" : saveBaseline !== undefined ? "save-baseline" : undefined;
  const isTask = environment.NX_TASK_TARGET_TARGET !== undefined;
  return option === undefined || !isTask || environment.NX_SKIP_NX_CACHE === "true"
    ? undefined
    : problem("load/result-may-be-cached", { option, api: String(api), resource: String(resource) });
}
