import { html } from "../report/html-text";
import { latencyBins } from "./latency-bins";
import type { OperationSummary } from "./summary";

/** Narrow enough to be read on a telephone as it is; names stand above what they name. */
const width = 400;
const left = 4;
const right = 12;
const rowHeight = 66;
const top = 28;
const binCount = 60;
const percentiles = ["p50", "p95", "p99"] as const;

/** Of each operation how its latencies are spread, with p50, p95 and p99 as marks, on one logarithmic scale. */
export function histogramFigure(operations: readonly OperationSummary[]): string {
  const bins = latencyBins(
    operations.map((one) => one.histogram),
    binCount,
  );
  const scale = width - left - right;
  const height = top + rowHeight * operations.length + 22;
  const x = (ms: number) => round(left + scale * (bins?.place(ms) ?? 0));
  const rows = operations.map((one, row) => {
    const base = top + rowHeight * (row + 1) - 6;
    const counts = bins?.counts[row] ?? [];
    const most = Math.max(1, ...counts);
    const bars = counts.map((count, bin) => {
      if (count === 0) return "";
      const tall = Math.max(1.5, (30 * count) / most);
      return `<rect class="fill-1" x="${round(left + (scale * bin) / binCount)}" y="${round(base - tall)}" width="${round(scale / binCount - 1)}" height="${round(tall)}"/>`;
    });
    const marks = percentiles.flatMap((name, index) => {
      const ms = one.latencyMs?.[name];
      if (ms === undefined) return [];
      const title = `${name} ${label(ms)} ms`;
      return [
        `<path class="curve stroke-${index + 2}" d="M${x(ms)} ${base - 34}V${base + 4}"><title>${title}</title></path>`,
      ];
    });
    return [
      html`<text class="strong" x="0" y="${String(base - 42)}">${shown(one.operation, 38)}<title>${one.operation}</title></text>`
        .markup,
      `<text x="${width - right}" y="${base - 42}" text-anchor="end">${one.requests} requests</text>`,
      `<path class="axis" d="M${left} ${base}H${width - right}"/>`,
      ...bars,
      ...marks,
    ].join("");
  });
  const legend = percentiles.map(
    (name, index) =>
      `<circle class="fill-${index + 2}" cx="${left + 6 + index * 60}" cy="12" r="5"/><text class="strong" x="${left + 17 + index * 60}" y="16">${name}</text>`,
  );
  return [
    `<svg class="stacked" viewBox="0 0 ${width} ${height}" role="img" aria-label="latencies of each operation">`,
    ...legend,
    ...rows,
    ...ticks(bins?.lowestMs ?? 1, bins?.highestMs ?? 10).map(
      (ms) => `<text x="${x(ms)}" y="${height - 8}" text-anchor="middle">${label(ms)} ms</text>`,
    ),
    "</svg>",
  ].join("\n");
}

const blocks = "▁▂▃▄▅▆▇█";

/** The same in text: a line for each operation. */
export function histogramLines(operations: readonly OperationSummary[]): readonly string[] {
  const bins = latencyBins(
    operations.map((one) => one.histogram),
    32,
  );
  if (bins === undefined) return [];
  const longest = Math.max(...operations.map((one) => [...shown(one.operation)].length));
  return [
    ...operations.map((one, row) => {
      const counts = bins.counts[row] ?? [];
      const most = Math.max(1, ...counts);
      const bar = counts.map((count) => (count === 0 ? " " : (blocks[Math.ceil((8 * count) / most) - 1] ?? " ")));
      return `${shown(one.operation).padEnd(longest)}  ${bar.join("")}`.trimEnd();
    }),
    `${" ".repeat(longest)}  ${label(bins.lowestMs)} ms${`${label(bins.highestMs)} ms`.padStart(32 - label(bins.lowestMs).length - 3)}`,
  ];
}

/** 1, 2 or 5 times powers of ten within the scale, few enough to be read; more of them where the scale is short. */
function ticks(lowest: number, highest: number): readonly number[] {
  const within = (factors: readonly number[]) => {
    const all: number[] = [];
    for (let power = Math.floor(Math.log10(lowest)); power <= Math.log10(highest); power++)
      for (const factor of factors) all.push(Number((factor * 10 ** power).toPrecision(3)));
    return all.filter((ms) => ms >= lowest && ms <= highest * 0.97);
  };
  const usual = within([1, 2, 5]);
  const all = usual.length > 1 ? usual : within([1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]);
  const step = Math.ceil(all.length / 6);
  return all.filter((_, index) => index % step === 0);
}

function label(ms: number): string {
  return String(Number(ms.toPrecision(2)));
}

/** The end of a URL says more than its middle. */
function shown(name: string, most = 24): string {
  return name.length > most ? `${name.slice(0, most - 17)}…${name.slice(-16)}` : name;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
