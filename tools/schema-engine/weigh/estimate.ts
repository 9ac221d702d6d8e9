import type { HazardKind } from "../plan/hazard";
import type { TableSize } from "./table-sizes";

/**
 * Megabytes that a small machine gets done in a second: the plain statements of `npm run bench -- no-downtime` on a million rows, two
 * cores and a disk without load (docs/rules/README.md). Another machine is faster or slower; the order of things is the same.
 */
const megabytesPerSecond = { rewrite: 50, build: 90, read: 350 } as const;

/** How long a statement will work on a table, in seconds. `undefined`: its time does not grow with the table. */
export function estimateSeconds(kind: HazardKind, { bytes, indexBytes }: TableSize): number | undefined {
  switch (kind) {
    case "TABLE_REWRITE":
      return megabytes(bytes + indexBytes) / megabytesPerSecond.rewrite;
    case "BLOCKING_INDEX_BUILD":
      return buildSeconds({ bytes });
    case "TABLE_SCAN":
      return megabytes(bytes) / megabytesPerSecond.read;
    default:
      return undefined;
  }
}

export function buildSeconds({ bytes }: Pick<TableSize, "bytes">): number {
  return megabytes(bytes) / megabytesPerSecond.build;
}

function megabytes(bytes: number): number {
  return bytes / 1_000_000;
}

/** `about 12.3 million rows, 3.4 GB` */
export function sizeText({ rows, bytes, indexBytes }: TableSize): string {
  return `about ${countText(rows)} rows, ${bytesText(bytes + indexBytes)}`;
}

/** `about 70 s`, `about 5 min` */
export function durationText(seconds: number): string {
  if (seconds < 1) return "less than a second";
  if (seconds < 120) return `about ${Math.round(seconds)} s`;
  return seconds < 7_200 ? `about ${Math.round(seconds / 60)} min` : `about ${Math.round(seconds / 3_600)} h`;
}

function countText(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)} billion`;
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)} million`;
  return count >= 1e4 ? `${Math.round(count / 1e3)} thousand` : String(Math.round(count));
}

function bytesText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
