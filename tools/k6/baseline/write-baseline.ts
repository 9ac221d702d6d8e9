import type { JsonValue } from "../../report/json";
import { type Baseline, baselineFormat, baselineVersion } from "./baseline";

/** The text of a baseline's file: a line for each operation of each round, so that two files can be compared by people. */
export function baselineText({ rounds, ...rest }: Baseline): string {
  const head = JSON.stringify({ format: baselineFormat, schemaVersion: baselineVersion, ...rest }, null, 2);
  const lines = rounds.map(({ calibrationMs, operations }) => {
    const own = [...operations]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([operation, { latency, errors }]) => {
        const { count: requests, sumUs, maxUs, buckets } = latency;
        const counts: JsonValue = Object.fromEntries([...buckets].sort(([a], [b]) => a - b));
        return `      ${JSON.stringify({ operation, requests, errors, sumUs, maxUs, buckets: counts })}`;
      });
    return `    { "calibrationMs": ${calibrationMs}, "operations": [\n${own.join(",\n")}\n    ] }`;
  });
  return `${head.slice(0, -2)},\n  "rounds": [\n${lines.join(",\n")}\n  ]\n}\n`;
}
