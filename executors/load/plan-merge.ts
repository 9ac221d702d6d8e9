import { parseDuration } from "../../tools/k6/duration";
import { withKeys } from "../../tools/k6/keys/with-keys";
import type { RunPlace, Work } from "../../tools/k6/options/plan-run";
import { readLimits } from "../../tools/k6/options/read-limits";
import { refusedOption } from "../../tools/k6/options/refused-option";
import { reportMerged } from "../../tools/k6/report-merged";
import type { Problem } from "../../tools/report/problem";
import { generatedScripts } from "../../tools/server/generated-script";
import type { LoadOptions, LoadPlace } from "./load-options";

/** What runners on other machines have measured: the options tell of that run. */
export function planMerge(
  options: LoadOptions,
  { workspaceRoot, source }: LoadPlace,
  run: RunPlace,
): Work | readonly Problem[] {
  const { merge, instances, duration, rate, resource } = options;
  const durationSeconds = duration === undefined ? undefined : parseDuration(duration);
  if (duration !== undefined && durationSeconds === undefined)
    return [refusedOption("duration", String(duration), "it is no time above 0 and up to 24h", "Write 30s or 1m30s.")];
  const scripts = resource === undefined ? undefined : generatedScripts(workspaceRoot, source, [String(resource)]);
  if (scripts !== undefined && "code" in scripts) return [scripts];
  const keys = withKeys(scripts?.plans ?? [], process.env);
  if (!("plan" in keys)) return keys;
  return async () =>
    reportMerged({
      ...run,
      patterns: [merge ?? []].flat(),
      plan: keys.plan,
      ...readLimits(options),
      ...(instances === undefined ? {} : { instances }),
      ...(rate === undefined ? {} : { rate }),
      ...(durationSeconds === undefined ? {} : { durationSeconds }),
    });
}
