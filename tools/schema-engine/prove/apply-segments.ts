import type { Client } from "pg";
import type { Segment } from "../plan/segment";
import { queryTextOnShadow } from "../sql/query-on-shadow";

/**
 * Applies a plan to a database of the shadow.
 *
 * @param between is called after each transaction but the last
 * @returns PostgreSQL's words when it refused a statement
 */
export async function applySegments(
  client: Client,
  segments: readonly Segment[],
  between?: (done: Segment, count: number) => Promise<void>,
): Promise<string | undefined> {
  for (const [index, segment] of segments.entries()) {
    const { isTransactional, statements } = segment;
    if (isTransactional) await client.query("BEGIN");
    for (const statement of isTransactional ? [...statements, "COMMIT"] : statements) {
      try {
        await queryTextOnShadow(client, statement);
      } catch (error) {
        if (isTransactional) await client.query("ROLLBACK");
        const { message, code, detail } = error as Error & { readonly code?: string; readonly detail?: string };
        // dependent_objects_still_exist: only the detail names them.
        const what = code === "2BP01" && detail !== undefined ? `${message}\n      ${oneLine(detail)}` : message;
        return `${what}\n      in: ${statement}`;
      }
    }
    if (index < segments.length - 1) await between?.(segment, index + 1);
  }
  return undefined;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
