import { posix } from "node:path";
import type { Compilation } from "../../tools/compiler/compile";
import { planQueries } from "../../tools/compiler/emit/queries/plan-queries";
import type { ApiConfig } from "../../tools/workspace/project-config";

/** A handler that answers 501, and why no query answers its operation. */
export interface Stub {
  /** Relative to the workspace. */
  readonly file: string;
  /** `GET /pets/{petId}`; null: no operation uses the handler any more. */
  readonly operation: string | null;
  readonly reason: string;
}

export function explainStubs(files: readonly string[], compilation: Compilation, config: ApiConfig): readonly Stub[] {
  const { service, database, links, unlinked } = compilation;
  const operations = new Map(
    Object.entries(config.handlers ?? {}).map(([key, file]) => [posix.join(config.directory, file), key]),
  );
  const notLinked = new Map(unlinked.map(({ operationId, reason }) => [operationId, reason]));
  const reasons = new Map<string, string>(
    (service === undefined ? [] : planQueries(service, database, links)).map((planned) => {
      const { id, method, path } = planned.operation;
      const reason =
        planned.plan === undefined
          ? (notLinked.get(id) ?? `${planned.reason.charAt(0).toUpperCase()}${planned.reason.slice(1)}.`)
          : "Its link answers it: delete the file and run `nx sync`.";
      return [`${method.toUpperCase()} ${path.text}`, reason] as const;
    }),
  );
  return files.map((file) => {
    const operation = operations.get(file) ?? null;
    const reason = operation === null ? undefined : reasons.get(operation);
    return { file, operation, reason: reason ?? "No operation of the description uses it any more." };
  });
}
