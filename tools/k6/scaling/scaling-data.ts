import type { JsonValue } from "../../report/json";
import type { OperationSummary } from "../summary";
import type { Estimate } from "./model-scaling";
import { confirmed, type Scaling } from "./scaling";
import type { StepFigures } from "./step-figures";

/** `scaling` of the report's data; docs/schemas/load-test.json describes it. */
export function scalingData(scaling: Scaling): JsonValue {
  const { steps, best, holds, model, limit, advice, targetRps } = scaling;
  const hold = confirmed(scaling);
  return {
    steps: steps.map(stepData),
    bestStep: best === undefined ? null : best + 1,
    holds: holds.map((one) => ({
      iterationsPerSecond: exact(one.iterationsPerSecond),
      seconds: one.seconds,
      ...latencies(one.summary.total),
      misses: one.misses,
    })),
    borneRequestsPerSecond: hold === undefined ? null : exact(hold.summary.total.requestsPerSecond),
    model: {
      law: model.law?.kind ?? null,
      lambda: estimateData(model.lambda),
      sigma: estimateData(model.sigma),
      kappa: estimateData(model.kappa),
      peakUsers: estimateData(model.peak),
      capacity: estimateData(model.capacity),
    },
    limit: { limit: limit.limit, reason: limit.reason },
    target:
      targetRps === undefined
        ? null
        : {
            requestsPerSecond: targetRps,
            instances: advice?.instances ?? null,
            perInstance: advice === undefined ? null : exact(advice.perInstance),
            assumptions: advice?.assumptions ?? [],
          },
  };
}

function stepData(one: StepFigures): JsonValue {
  const { pace, processors } = one;
  return {
    users: pace.kind === "users" ? pace.users : null,
    iterationsPerSecondWanted: pace.kind === "rate" ? pace.iterationsPerSecond : null,
    iterationsPerSecond: exact(one.iterationsPerSecond),
    ...latencies(one.summary.total),
    droppedIterations: one.summary.droppedIterations,
    inFlight: exact(one.inFlight),
    littleDeviation: one.littleDeviation === undefined ? null : exact(one.littleDeviation),
    processors:
      processors === undefined
        ? null
        : {
            machineShare: exact(processors.machine),
            k6Share: exact(processors.k6),
            serverProcessors: processors.serverProcessors === undefined ? null : exact(processors.serverProcessors),
            otherProcessors: exact(processors.otherProcessors),
          },
    misses: one.misses,
  };
}

function latencies(total: OperationSummary): { readonly [key: string]: JsonValue } {
  const { latencyMs } = total;
  return {
    requestsPerSecond: exact(total.requestsPerSecond),
    p50Ms: latencyMs === undefined ? null : exact(latencyMs.p50),
    p95Ms: latencyMs === undefined ? null : exact(latencyMs.p95),
    p99Ms: latencyMs === undefined ? null : exact(latencyMs.p99),
    errorRate: exact(total.errorRate),
  };
}

/** A parameter that is not identified has no number. */
function estimateData(one: Estimate): JsonValue {
  return one.isIdentified
    ? { identified: true, value: significant(one.value), interval: one.interval.map(significant) }
    : { identified: false, reason: one.reason };
}

function exact(value: number): number {
  return Number(value.toFixed(4));
}

function significant(value: number): number {
  return Number(value.toPrecision(4));
}
