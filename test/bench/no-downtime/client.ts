import { Client } from "pg";
import { type ClientStatement, monotonicMs } from "./client-statement";
import { nextWork, type WorkStatement } from "./client-work";

export interface ClientPlan {
  readonly url: string;
  /** Of each table: ids go from 1 to it. */
  readonly rows: number;
  /** From the due time of one piece of work to that of the next. */
  readonly everyMs: number;
}

/** Works by its timetable on one connection until it is told to stop; what was due until then is still done. */
export async function runClient(plan: ClientPlan, isStopped: () => boolean): Promise<readonly ClientStatement[]> {
  const client = new Client({ connectionString: plan.url, application_name: "client" });
  // An error of an idle connection is one of the next statement.
  client.on("error", () => {});
  await client.connect();
  const statements: ClientStatement[] = [];
  try {
    for (let dueMs = monotonicMs() + Math.random() * plan.everyMs; ; dueMs += plan.everyMs) {
      const waitMs = dueMs - monotonicMs();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      if (isStopped() && waitMs > 0) return statements;
      statements.push(...(await runWork(client, nextWork(plan.rows, Math.random), dueMs)));
    }
  } finally {
    await client.end().catch(() => {});
  }
}

async function runWork(
  client: Client,
  work: readonly WorkStatement[],
  firstDueMs: number,
): Promise<readonly ClientStatement[]> {
  const statements: ClientStatement[] = [];
  let dueMs = firstDueMs;
  for (const { text, values = [] } of work) {
    const failure = await client.query(text, [...values]).then(
      () => undefined,
      (error: Error) => error.message,
    );
    const endedMs = monotonicMs();
    statements.push({ dueMs, endedMs, ...(failure === undefined ? {} : { failure }) });
    dueMs = endedMs;
    if (failure === undefined) continue;
    if (work.length > 1) await client.query("ROLLBACK").catch(() => {});
    break;
  }
  return statements;
}
