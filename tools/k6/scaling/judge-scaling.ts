import { describePace } from "../form/stage";
import type { Verdict } from "../verdict";
import { generatorReason, mostDeviation } from "./name-limit";
import { confirmed, type Scaling } from "./scaling";

/**
 * What a run of steps is worth. An answer about capacity is given only where a hold confirmed it and k6 was not what limited; an answer about instances only where the
 * steps also show a limit, since from a line nothing follows.
 */
export function judgeScaling(scaling: Scaling): Verdict {
  const { steps, best, holds, targetRps, advice } = scaling;
  const fail = (verdict: Verdict["verdict"], reasons: readonly string[]): Verdict => ({
    verdict,
    success: false,
    reasons,
  });
  const generator = generatorBound(scaling);
  if (generator !== undefined)
    return fail("generator-bound", [`${generator}: no conclusion about the service's capacity`]);
  if (best === undefined)
    return fail("thresholds-crossed", [
      `not even the first step meets the objectives: ${steps[0]?.misses.join("; ") ?? "it had no answer"}`,
    ]);
  const step = steps[best];
  const hold = confirmed(scaling);
  if (step === undefined || hold === undefined) {
    const tried = holds.map((one) => `${one.iterationsPerSecond.toFixed(1)}/s: ${one.misses.join("; ")}`);
    return fail("unconfirmed", [
      `${step === undefined ? "a step" : describePace(step.pace)} met the objectives, but none of ${holds.length} holds at its rate did`,
      ...tried,
    ]);
  }
  const rps = hold.summary.total.requestsPerSecond;
  const found = [
    `${rps.toFixed(1)} requests/s (${hold.iterationsPerSecond.toFixed(1)} iterations/s) were borne for ${hold.seconds} s with p95 ${(hold.summary.total.latencyMs?.p95 ?? 0).toFixed(1)} ms`,
    `limit: ${scaling.limit.limit}: ${scaling.limit.reason}`,
  ];
  if (targetRps === undefined) return { verdict: "passed", success: true, reasons: found };
  if (advice === undefined)
    return fail("not-identified", [
      `no number of instances for ${targetRps} requests/s: ${notIdentified(scaling)}`,
      ...found,
    ]);
  const plural = advice.instances === 1 ? "instance" : "instances";
  return {
    verdict: "passed",
    success: true,
    reasons: [`${advice.instances} ${plural} for ${targetRps} requests/s`, ...found],
  };
}

/** Why there is no advice, if there must be none. */
export function notIdentified({ model, limit }: Pick<Scaling, "model" | "limit">): string | undefined {
  if (!model.lambda.isIdentified) return `λ is not identified: ${model.lambda.reason}`;
  if (!model.sigma.isIdentified && !model.kappa.isIdentified && !model.capacity.isIdentified)
    return `neither σ, κ nor a hard limit is identified (σ: ${model.sigma.reason})${limit.limit === "none-seen" ? "; no limit was reached, so add higher steps" : ""}`;
  return undefined;
}

/** k6 limited the steps, or its users did not spend their time waiting at the step that counts. */
export function generatorBound(scaling: Pick<Scaling, "steps" | "best">): string | undefined {
  const reason = generatorReason(scaling.steps);
  if (reason !== undefined) return reason;
  const deviation = scaling.best === undefined ? undefined : scaling.steps[scaling.best]?.littleDeviation;
  if (deviation === undefined || Math.abs(deviation) <= mostDeviation) return undefined;
  return `at the best step the users waited only ${Math.round((1 + deviation) * 100)} % of the time that Little's law wants (X·R against N): k6 itself, or its machine, took the rest`;
}
