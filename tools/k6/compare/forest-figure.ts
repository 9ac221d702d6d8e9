import { html } from "../../report/html-text";
import type { LatencyChange } from "./compare-rounds";
import { percent } from "./judge-comparison";

const width = 720;
const left = 250;
const right = 110;
const rowHeight = 26;
const top = 34;

/** Of each operation and percentile the ratio with its interval; the band is the margin within which nothing has changed. */
export function forestFigure(changes: readonly LatencyChange[]): string {
  const most = Math.max(
    0.1,
    ...changes.flatMap(({ interval, margin }) => [...interval.map(distance), Math.log(1 + margin)]),
  );
  const x = (ratio: number) => round(left + ((width - left - right) * (Math.log(ratio) + most)) / (2 * most));
  const height = top + rowHeight * changes.length + 12;
  const rows = changes.map((one, index) => {
    const y = top + rowHeight * index + rowHeight / 2;
    const [low, high] = one.interval;
    const color =
      one.verdict === "regressed" ? 4 : one.verdict === "improved" ? 3 : one.verdict === "equivalent" ? 1 : 2;
    const label = html`${shown(one.operation)} ${one.metric}`.markup;
    return [
      `<rect class="axis" fill="none" x="${x(1 / (1 + one.margin))}" y="${y - 9}" width="${round(x(1 + one.margin) - x(1 / (1 + one.margin)))}" height="18"/>`,
      `<text x="${left - 12}" y="${y + 4}" text-anchor="end">${label}</text>`,
      `<path class="curve stroke-${color}" d="M${x(low)} ${y}H${x(high)}"/>`,
      `<circle class="fill-${color}" cx="${x(one.ratio)}" cy="${y}" r="4"><title>${label}: ${percent(one.ratio)} (${percent(low)} to ${percent(high)})</title></circle>`,
      `<text x="${width - right + 12}" y="${y + 4}">${one.verdict}</text>`,
    ].join("");
  });
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="changes of latency, with their intervals">`,
    `<path class="axis" d="M${x(1)} ${top - 8}V${height - 8}"/>`,
    `<text x="${x(1)}" y="16" text-anchor="middle">faster ← same → slower</text>`,
    ...rows,
    "</svg>",
  ].join("\n");
}

function distance(ratio: number): number {
  return Math.abs(Math.log(ratio));
}

function shown(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
