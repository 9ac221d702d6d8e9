import type { Section } from "../../report/report";
import type { Estimate } from "./model-scaling";
import { confirmed, type Scaling } from "./scaling";
import { scalingFigure } from "./scaling-figure";
import type { StepFigures } from "./step-figures";

/** The steps, their curve, what was held, what follows. */
export function scalingSections(scaling: Scaling): readonly Section[] {
  const { steps, holds, model, limit, advice, targetRps } = scaling;
  const hold = confirmed(scaling);
  return [
    {
      kind: "table",
      title: "Steps",
      columns: [
        { title: "step", numeric: true },
        ...["req/s", "p50 ms", "p95 ms", "p99 ms", "errors", "in flight (X·R)", "off N", "service CPU", "k6 CPU"].map(
          (title) => ({
            title,
            numeric: true,
          }),
        ),
        { title: "objectives" },
      ],
      rows: steps.map((step, index) => row(step, index === scaling.best)),
    },
    { kind: "figure", title: "Throughput and p95 by step", svg: scalingFigure(scaling) },
    {
      kind: "facts",
      title: "Scaling",
      facts: [
        [
          "borne in a hold",
          hold === undefined
            ? "nothing confirmed"
            : `${hold.summary.total.requestsPerSecond.toFixed(1)} requests/s (${hold.iterationsPerSecond.toFixed(1)} iterations/s) for ${hold.seconds} s`,
        ],
        ...holds
          .filter((one) => one !== hold)
          .map(
            (one) =>
              [
                `hold at ${one.iterationsPerSecond.toFixed(1)} iterations/s`,
                `not borne: ${one.misses.join("; ")}`,
              ] as const,
          ),
        ["limit", `${limit.limit}: ${limit.reason}`],
        ["the steps follow", laws[model.law?.kind ?? "none"]],
        ["λ, requests/s of one user", estimate(model.lambda)],
        ["σ, contention", estimate(model.sigma)],
        ["κ, coherency", estimate(model.kappa)],
        ["users at the peak", estimate(model.peak)],
        ["hard limit, requests/s", estimate(model.capacity)],
        ...(targetRps === undefined
          ? []
          : [
              [
                `instances for ${targetRps} requests/s`,
                advice === undefined
                  ? "no advice"
                  : `${advice.instances}, each given ${advice.perInstance.toFixed(1)} requests/s`,
              ] as const,
            ]),
      ],
    },
    ...(advice === undefined ? [] : [{ kind: "text" as const, title: "Assumptions", lines: advice.assumptions }]),
  ];
}

const laws = {
  usl: "the Universal Scalability Law",
  "hard-limit": "a hard limit: a fixed number of places",
  none: "nothing that so few steps could tell",
} as const;

function row(step: StepFigures, isBest: boolean): readonly string[] {
  const { latencyMs, errorRate, requestsPerSecond } = step.summary.total;
  const { processors, pace, littleDeviation } = step;
  const percent = (share: number | undefined) => (share === undefined ? "–" : `${Math.round(share * 100)} %`);
  return [
    pace.kind === "users" ? String(pace.users) : pace.kind === "rate" ? `${pace.iterationsPerSecond}/s` : "1",
    requestsPerSecond.toFixed(1),
    ...(["p50", "p95", "p99"] as const).map((name) => latencyMs?.[name].toFixed(1) ?? "–"),
    errorRate === 0 ? "0" : `${Number((errorRate * 100).toPrecision(2))} %`,
    step.inFlight.toFixed(2),
    littleDeviation === undefined
      ? "–"
      : `${littleDeviation < 0 ? "−" : "+"}${Math.abs(littleDeviation * 100).toFixed(1)} %`,
    percent(processors?.serverProcessors),
    percent(processors?.k6),
    step.misses.length === 0 ? (isBest ? "met, the best" : "met") : "missed",
  ];
}

function estimate(one: Estimate): string {
  if (!one.isIdentified) return `not identified: ${one.reason}`;
  const [low, high] = one.interval.map(number);
  return `${number(one.value)} (${low} to ${high})`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}
