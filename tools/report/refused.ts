import type { Diagnostic } from "../compiler/diagnostics/diagnostic";
import type { Problem } from "./problem";

/**
 * Carries problems of the user's input or environment out of deep asynchronous code (a server that does not start, a statement
 * that PostgreSQL refuses). Executors catch it once and print `problems`; every other error is a bug.
 */
export class Refused extends Error {
  constructor(readonly problems: readonly (Problem | Diagnostic)[]) {
    super(problems.map((one) => `${one.message} [${one.code}]`).join("\n"));
    this.name = "Refused";
  }
}
