import { catalog, type DiagnosticCode } from "./catalog";
import type { SourceSpan } from "./source-span";

/** A problem of the user's input, as a value. Bugs of Specline are thrown instead. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly hint: string;
  readonly span: SourceSpan;
}

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
/** What the texts of a catalog entry leave open. */
export type CatalogArguments<Code extends DiagnosticCode> = {
  readonly [Name in Placeholders<(typeof catalog)[Code]["message"] | (typeof catalog)[Code]["hint"]>]: string;
};

/** Builds a diagnostic from its catalog entry; an argument that the texts name and the caller leaves out does not compile. */
export function diagnostic<Code extends DiagnosticCode>(
  code: Code,
  span: SourceSpan,
  values: CatalogArguments<Code>,
): Diagnostic {
  const { severity, message, hint } = catalog[code];
  return { code, severity, message: fill(message, values), hint: fill(hint, values), span };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((one) => one.severity === "error");
}

/** Puts the arguments into a text of the catalog. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
