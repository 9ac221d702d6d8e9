import type { DiagnosticCode } from "../compiler/diagnostics/catalog";
import { catalog } from "../compiler/diagnostics/catalog";
import { type CatalogArguments, fill } from "../compiler/diagnostics/diagnostic";

/**
 * A problem without a place in a file: no server, no Go, a refused option. Its texts come from the catalog of diagnostics,
 * so that every code has a page in docs/diagnostics.
 */
export interface Problem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
}

/** Builds a problem from its catalog entry; an argument that is left out does not compile. */
export function problem<Code extends DiagnosticCode>(code: Code, values: CatalogArguments<Code>): Problem {
  const { message, hint } = catalog[code];
  return { code, message: fill(message, values), hint: fill(hint, values) };
}

/** Two lines: `error: message [code]` and an indented hint. */
export function formatProblem(one: Problem): string {
  return `error: ${one.message} [${one.code}]\n  hint: ${one.hint}`;
}
