import type { LoadTest } from "../run-load-test";

/** What a run is held to, and bounded by. */
export type Limits = Pick<LoadTest, "maxRequests" | "p95Ms" | "p99Ms" | "errorRate">;

/** Those that are given. */
export function readLimits({
  maxRequests,
  p95Ms,
  p99Ms,
  errorRate,
}: { readonly [Name in keyof Limits]?: Limits[Name] | undefined }): Limits {
  return {
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(p95Ms === undefined ? {} : { p95Ms }),
    ...(p99Ms === undefined ? {} : { p99Ms }),
    ...(errorRate === undefined ? {} : { errorRate }),
  };
}
