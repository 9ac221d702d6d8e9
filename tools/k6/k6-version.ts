/** The k6 that Specline builds; `module/go.mod` and `module/go.sum` pin its sources. */
export const pinnedVersion = "v1.8.1";

export interface K6Version {
  /** `v1.8.1` */
  readonly version: string;
  /** Whether our output extension is in it. */
  readonly hasHistograms: boolean;
  /** Whether our check of responses is in it, which costs so little that every response can be checked. */
  readonly hasChecks: boolean;
}

/** Reads what `k6 version` prints; `undefined` when no k6 wrote it, whatever its exit code was. */
export function readVersion(output: string): K6Version | undefined {
  const version = /^k6 (v\d+\.\d+\.\d+\S*)/m.exec(output)?.[1];
  if (version === undefined) return undefined;
  return {
    version,
    hasHistograms: /\boashist \[output\]/.test(output),
    hasChecks: /\bk6\/x\/specline \[js\]/.test(output),
  };
}
