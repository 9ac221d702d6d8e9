import { planRun, type RunPlace, type Work } from "../../tools/k6/options/plan-run";
import { runKindOf } from "../../tools/k6/options/run-kind";
import { unfitOptions } from "../../tools/k6/options/unfit-options";
import type { Problem } from "../../tools/report/problem";
import type { LoadOptions, LoadPlace } from "./load-options";
import { planApi } from "./plan-api";
import { planMerge } from "./plan-merge";
import { planRequest } from "./plan-request";
import { unfitForTarget } from "./unfit-for-target";

/** Reads the options; what does not fit together is refused before anything is sent. */
export async function planLoad(
  options: LoadOptions,
  place: LoadPlace,
  run: RunPlace,
): Promise<Work | readonly Problem[]> {
  const kind = runKindOf(options);
  if (typeof kind !== "string") return [kind];
  const unfit = [...unfitOptions(kind, options), ...unfitForTarget(kind, options)];
  if (unfit.length > 0) return unfit;
  if (kind === "merge") return planMerge(options, place, run);
  const sent = options.url === undefined ? planApi(options, place) : planRequest(options, options.url, kind);
  return "plan" in sent ? planRun(kind, options, sent, run) : sent;
}
