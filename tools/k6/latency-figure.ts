import type { Second } from "./summary";

const width = 720;
const height = 260;
const left = 56;
const right = 16;
const top = 30;
const bottom = 34;

/** p50 and p95 of every second as curves, seconds with errors as dots on the axis. Numbers only: nothing to escape. */
export function latencyFigure(seconds: readonly Second[]): string {
  const last = Math.max(1, ...seconds.map((one) => one.second));
  const highest = niceCeiling(Math.max(1, ...seconds.map((one) => one.p95Ms)));
  const x = (second: number) => round(left + ((width - left - right) * second) / last);
  const y = (ms: number) => round(height - bottom - ((height - top - bottom) * ms) / highest);
  const curve = (value: (one: Second) => number, series: number) => {
    const points = seconds.map((one) => `${x(one.second)},${y(value(one))}`).join(" ");
    const single =
      seconds.length === 1
        ? `<circle class="fill-${series}" cx="${x(0)}" cy="${y(value(seconds[0] as Second))}" r="3"/>`
        : "";
    return `<polyline class="curve stroke-${series}" points="${points}"/>${single}`;
  };
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const ms = highest * share;
    return `<path class="axis" d="M${left} ${y(ms)}H${width - right}"/><text x="${left - 8}" y="${y(ms) + 4}" text-anchor="end">${label(ms)}</text>`;
  });
  const times = [0, Math.round(last / 2), last]
    .filter((second, index, all) => all.indexOf(second) === index)
    .map(
      (second) =>
        `<text x="${x(second)}" y="${height - 10}" text-anchor="${second === last ? "end" : second === 0 ? "start" : "middle"}">${second} s</text>`,
    );
  const errors = seconds
    .filter((one) => one.errors > 0)
    .map(
      (one) =>
        `<circle class="fill-4" cx="${x(one.second)}" cy="${height - bottom}" r="4"><title>${one.errors} errors</title></circle>`,
    );
  const legend = ["p50 ms", "p95 ms", ...(errors.length > 0 ? ["errors"] : [])].map((name, index) => {
    const series = index === 2 ? 4 : index + 1;
    return `<circle class="fill-${series}" cx="${left + 6 + index * 84}" cy="12" r="5"/><text class="strong" x="${left + 18 + index * 84}" y="16">${name}</text>`;
  });
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="p50 and p95 latency by second">`,
    ...ticks,
    ...times,
    curve((one) => one.p50Ms, 1),
    curve((one) => one.p95Ms, 2),
    ...errors,
    ...legend,
    "</svg>",
  ].join("\n");
}

/** 1, 2 or 5 times a power of ten, not below the value. */
export function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((one) => one * power >= value) ?? 10;
  return factor * power;
}

function label(ms: number): string {
  return String(Number(ms.toPrecision(3)));
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
