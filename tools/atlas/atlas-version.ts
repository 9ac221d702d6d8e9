/** The library that Specline's own program is built on; `module/go.mod` and `module/go.sum` pin it. */
export const pinnedVersion = "v1.3.0";

/** Reads what `atlas version` prints (of the official binary, the community's or ours); `undefined` when no Atlas wrote it. */
export function readVersion(output: string): string | undefined {
  return /^atlas (?:[a-z]+ )*version (?:- )?(\S+)/m.exec(output)?.[1];
}
