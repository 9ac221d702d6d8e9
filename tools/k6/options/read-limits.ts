import type { Limits } from "../load-test";

/** What a run is held to, of what is given. */
export function readLimits({
  p95Ms,
  p99Ms,
  errorRate,
}: { readonly [Name in keyof Limits]?: Limits[Name] | undefined }): Limits {
  return {
    ...(p95Ms === undefined ? {} : { p95Ms }),
    ...(p99Ms === undefined ? {} : { p99Ms }),
    ...(errorRate === undefined ? {} : { errorRate }),
  };
}
