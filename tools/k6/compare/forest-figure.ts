import { html } from "../../report/html-text";
import type { LatencyChange } from "./compare-rounds";
import { percent } from "./judge-comparison";

/** Narrow enough to be read on a telephone as it is; names stand above what they name. */
const width = 400;
const left = 44;
const right = 96;
const top = 30;
const nameHeight = 26;
const lineHeight = 22;

const colors = { regressed: 4, improved: 3, equivalent: 1, inconclusive: 2 } as const;

/** A row for each operation, and in it the ratio of each percentile with its interval; the box is the margin within which nothing has changed. */
export function forestFigure(changes: readonly LatencyChange[]): string {
  const most = Math.max(
    0.1,
    ...changes.flatMap(({ interval, margin }) => [...interval.map(distance), Math.log(1 + margin)]),
  );
  const x = (ratio: number) => round(left + ((width - left - right) * (Math.log(ratio) + most)) / (2 * most));
  const operations = [...new Set(changes.map((one) => one.operation))];
  const lines: string[] = [];
  let y = top;
  for (const operation of operations) {
    const name = html`${shown(operation)}`.markup;
    lines.push(`<text class="strong" x="0" y="${y + 16}">${name}</text>`);
    y += nameHeight;
    for (const one of changes.filter((change) => change.operation === operation)) {
      lines.push(line(one, y + lineHeight / 2, x, `${name} ${one.metric}`));
      y += lineHeight;
    }
  }
  return [
    `<svg class="stacked" viewBox="0 0 ${width} ${y + 8}" role="img" aria-label="changes of latency, with their intervals">`,
    `<path class="axis" d="M${x(1)} ${top - 8}V${y}"/>`,
    `<text x="${x(1)}" y="14" text-anchor="middle">faster ← same → slower</text>`,
    ...lines,
    "</svg>",
  ].join("\n");
}

function line(one: LatencyChange, y: number, x: (ratio: number) => number, label: string): string {
  const [low, high] = one.interval;
  const color = colors[one.verdict];
  const [from, to] = [x(1 / (1 + one.margin)), x(1 + one.margin)];
  return [
    `<rect class="axis" fill="none" x="${from}" y="${y - 8}" width="${round(to - from)}" height="16"/>`,
    `<text x="8" y="${y + 4}">${one.metric}</text>`,
    `<path class="curve stroke-${color}" d="M${x(low)} ${y}H${x(high)}"/>`,
    `<circle class="fill-${color}" cx="${x(one.ratio)}" cy="${y}" r="4"><title>${label}: ${percent(one.ratio)} (${percent(low)} to ${percent(high)})</title></circle>`,
    `<text x="${width - right + 14}" y="${y + 4}">${one.verdict}</text>`,
  ].join("");
}

function distance(ratio: number): number {
  return Math.abs(Math.log(ratio));
}

/** The end of a URL says more than its beginning. */
function shown(name: string): string {
  return name.length > 52 ? `${name.slice(0, 12)}…${name.slice(-38)}` : name;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
