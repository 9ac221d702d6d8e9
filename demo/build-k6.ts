import { findK6 } from "../tools/k6/find-k6";
import { StepFailed, say } from "./step";

export async function buildK6(signal: AbortSignal): Promise<void> {
  const search = await findK6(say, signal);
  if (search.kind === "missing") throw new StepFailed(search.problem.message, [`hint: ${search.problem.hint}`]);
  say(`k6 ${search.k6.version} (${search.k6.origin})`);
}
