import { niceCeiling } from "../latency-figure";
import { type Law, throughputBy } from "./model-scaling";
import { confirmed, type Scaling } from "./scaling";

const width = 720;
const height = 300;
const left = 56;
const right = 56;
const top = 34;
const bottom = 40;
/** Of three figures and a point. */
const labelWidth = 44;

/** Measured throughput and p95 by the number of requests in flight, the fitted curve, and the rate that was held. Numbers only: nothing to escape. */
export function scalingFigure(scaling: Scaling): string {
  const points = scaling.steps.map((step) => ({
    n: step.pace.kind === "users" ? step.pace.users : step.inFlight,
    x: step.summary.total.requestsPerSecond,
    p95: step.summary.total.latencyMs?.p95 ?? 0,
    isMet: step.misses.length === 0,
  }));
  const hold = confirmed(scaling)?.summary.total.requestsPerSecond;
  const law = drawnLaw(scaling.model);
  const most = Math.max(1, ...points.map(({ n }) => n));
  const least = Math.min(most, ...points.map(({ n }) => n));
  // Steps double, so that their logarithms are evenly spaced.
  const x = (n: number) =>
    round(most === least ? left : left + ((width - left - right) * Math.log(n / least)) / Math.log(most / least));
  const highest = niceCeiling(Math.max(1, hold ?? 0, ...points.map((one) => one.x)));
  const slowest = niceCeiling(Math.max(1, ...points.map((one) => one.p95)));
  const y = (value: number, ceiling: number) => round(height - bottom - ((height - top - bottom) * value) / ceiling);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(share, 1);
    return `<path class="axis" d="M${left} ${at}H${width - right}"/><text x="${left - 8}" y="${at + 4}" text-anchor="end">${label(highest * share)}</text><text x="${width - right + 8}" y="${at + 4}">${label(slowest * share)}</text>`;
  });
  const named: { readonly n: number }[] = [];
  for (const { n } of points) {
    const before = named.at(-1);
    if (before === undefined || x(n) - x(before.n) >= labelWidth) named.push({ n });
  }
  const names = named.map(({ n }) => `<text x="${x(n)}" y="${height - 18}" text-anchor="middle">${label(n)}</text>`);
  const fitted =
    law === undefined
      ? []
      : [
          `<polyline class="axis curve stroke-1" stroke-dasharray="5 4" points="${Array.from(
            { length: 41 },
            (_, index) => {
              const n = least * (most / least) ** (index / 40);
              return `${x(n)},${y(Math.min(highest, throughputBy(law, n)), highest)}`;
            },
          ).join(" ")}"/>`,
        ];
  const held =
    hold === undefined
      ? []
      : [
          `<path class="curve stroke-3" d="M${left} ${y(hold, highest)}H${width - right}"><title>held: ${label(hold)} requests/s</title></path>`,
        ];
  const legend = [
    ["fill-1", "requests/s (left)"],
    ["fill-2", "p95 ms (right)"],
    ...(hold === undefined ? [] : [["fill-3", "held"]]),
    ...(points.some((one) => !one.isMet) ? [["fill-4", "objectives missed"]] : []),
    ...(law === undefined ? [] : [["", "the law"]]),
  ].map(([color, name], index) => {
    const at = left + index * 130;
    const mark =
      color === ""
        ? `<path class="axis curve stroke-1" stroke-dasharray="5 4" d="M${at - 2} 12H${at + 14}"/>`
        : `<circle class="${color}" cx="${at + 6}" cy="12" r="5"/>`;
    return `${mark}<text class="strong" x="${at + 18}" y="16">${name}</text>`;
  });
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="throughput and p95 by requests in flight">`,
    ...ticks,
    ...names,
    `<text x="${(left + width - right) / 2}" y="${height - 3}" text-anchor="middle">requests in flight</text>`,
    ...fitted,
    ...held,
    `<polyline class="curve stroke-2" points="${points.map(({ n, p95 }) => `${x(n)},${y(p95, slowest)}`).join(" ")}"/>`,
    ...points.map(
      (one) =>
        `<circle class="fill-${one.isMet ? 1 : 4}" cx="${x(one.n)}" cy="${y(one.x, highest)}" r="5"><title>${label(one.x)} requests/s, p95 ${label(one.p95)} ms</title></circle>`,
    ),
    ...legend,
    "</svg>",
  ].join("\n");
}

/** A law whose numbers the steps do not tell has no curve either. */
function drawnLaw({ law, lambda, capacity }: Scaling["model"]): Law | undefined {
  const told = law?.kind === "hard-limit" ? capacity : lambda;
  return told.isIdentified ? law : undefined;
}

function label(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
