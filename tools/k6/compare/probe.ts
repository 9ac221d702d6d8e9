import { type Problem, problem } from "../../report/problem";
import { type MeasureRequest, runInOwnFolder } from "../measure";
import type { RequestCell } from "../measurement";
import { commonEnvironment } from "../run-load-test";

export interface ProbedSide {
  readonly request: MeasureRequest;
  readonly url: string;
}

/**
 * Sends each operation once or twice to each side, before any load: what one of them does not have or does not answer with success cannot be
 * compared. A single request needs no probe; it may be meant to fail.
 */
export async function probe(operations: readonly string[], sides: readonly ProbedSide[]): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { request, url } of sides) {
    const cells: RequestCell[] = [];
    const messages: string[] = [];
    for (const scriptPath of request.scriptPaths) {
      const once = commonEnvironment({ rate: 1, concurrency: 1, durationSeconds: 1 }, { p95Ms: 500, errorRate: 1 });
      const outcome = await runInOwnFolder(
        { ...request, environment: { ...request.environment, ...once } },
        scriptPath,
      );
      cells.push(...outcome.measurement.cells);
      messages.push(...outcome.messages);
    }
    const reasons = operations.flatMap((operation) => unfit(operation, cells));
    if (reasons.length > 0)
      problems.push(problem("load/not-comparable", { url, reasons: [...reasons, ...messages.slice(0, 2)].join("; ") }));
  }
  return problems;
}

function unfit(operation: string, cells: readonly RequestCell[]): readonly string[] {
  const own = cells.filter((one) => one.operation === operation);
  if (own.some((one) => one.isExpected)) return [];
  const [first] = own;
  if (first === undefined) return [`${operation} is not reached`];
  return [first.status === 0 ? `${operation} gets no response` : `${operation} answers ${first.status}`];
}
