/** What the option `--target-rps` reaches `load` and `loadtest` by (tools/graph/plugin/dropped-options.ts). */
export const targetRpsVariable = "SPECLINE_TARGET_RPS";
