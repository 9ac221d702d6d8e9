import { type Problem, problem } from "../../report/problem";

/** @param name as in the schema of the executor; it is shown as it is written on a command line */
export function refusedOption(name: string, value: string, reason: string, remedy: string): Problem {
  const option = keptNames.has(name) ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return problem("load/option-refused", { option, value, reason, remedy });
}

/** Both spellings work; these have been documented so from the start. */
const keptNames: ReadonlySet<string> = new Set(["p95Ms", "p99Ms", "errorRate"]);
