import { endWithParent } from "../process/end-with-parent";
import { untilStopped } from "../process/until-stopped";
import { hideInProblems, hideSecrets } from "../report/hide-secrets";
import type { Output } from "../report/output";
import type { Problem } from "../report/problem";
import type { Report } from "../report/report";
import { findK6 } from "./find-k6";
import type { K6Program } from "./k6-program";
import { takeLoadTurn } from "./load-turn";

export interface LoadTarget {
  readonly url: string;
  /** Of k6, for this target. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** Tokens with one fault each (tools/server/bearer-token.ts), by that fault's name. */
  readonly faultyTokens?: Readonly<Record<string, string>>;
}

export type FindTarget = () => Promise<LoadTarget | Problem>;

export interface Turn<Targets extends readonly FindTarget[]> {
  readonly project: string;
  readonly target: string;
  readonly output: Output;
  /** Said before anything is sent. */
  readonly notes?: readonly string[];
  /** Asked before k6 is looked for, and again when it is our turn: what was there may be gone by then. */
  readonly findTargets: Targets;
}

export interface Ready<Targets extends readonly FindTarget[]> {
  readonly k6: K6Program;
  readonly targets: { readonly [Key in keyof Targets]: LoadTarget };
  readonly signal: AbortSignal;
}

/** Finds what is measured and a k6, waits until no other load test runs on the machine, and writes the report of the work, or refuses it. */
export async function inTurn<const Targets extends readonly FindTarget[]>(
  { project, target, output, notes = [], findTargets }: Turn<Targets>,
  work: (ready: Ready<Targets>) => Promise<Report | readonly Problem[]>,
): Promise<{ success: boolean }> {
  endWithParent();
  const first = await findAll(findTargets);
  if ("problem" in first) return output.refuse([first.problem]);
  output.line(`specline: measuring ${project} at ${first.targets.map(({ url }) => url).join(" and ")}`);
  for (const note of notes) output.line(`specline: ${note}`);
  const found = await findK6(output.line);
  if (found.kind === "missing") return output.refuse([found.problem]);

  const stop = untilStopped();
  const abort = new AbortController();
  void stop.stopped.then(() => abort.abort());
  const lock = await takeLoadTurn(`${project}:${target}`, output.line, undefined, abort.signal);
  if ("code" in lock) {
    stop.dispose();
    return output.refuse([lock]);
  }
  try {
    const again = await findAll(findTargets);
    if ("problem" in again) return output.refuse([again.problem]);
    const done = await work({ k6: found.k6, targets: again.targets, signal: abort.signal });
    const secrets = again.targets.flatMap((one) => one.secrets);
    return "verdict" in done ? output.finish(hideSecrets(done, secrets)) : output.refuse(hideInProblems(done, secrets));
  } finally {
    stop.dispose();
    await lock.release();
  }
}

async function findAll<const Targets extends readonly FindTarget[]>(
  finders: Targets,
): Promise<{ readonly targets: Ready<Targets>["targets"] } | { readonly problem: Problem }> {
  const targets: LoadTarget[] = [];
  for (const find of finders) {
    const target = await find();
    if ("code" in target) return { problem: target };
    targets.push(target);
  }
  return { targets: targets as unknown as Ready<Targets>["targets"] };
}
