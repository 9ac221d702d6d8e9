import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic";
import type { SourceSpan } from "../diagnostics/source-span";
import type { Located } from "./located";

type FeatureCode =
  | "openapi/unknown-keyword"
  | "openapi/unsupported-feature"
  | "openapi/keyword-of-other-version"
  | "openapi/ignored-reference-sibling";

/** Counts what is read over, so that a large description gets one warning for each keyword rather than thousands. */
export class SeenFeatures {
  readonly #seen = new Map<
    string,
    { code: FeatureCode; name: string; first: SourceSpan; hint: string; count: number }
  >();

  add(code: FeatureCode, name: string, at: Located, hint: string): void {
    const known = this.#seen.get(`${code} ${name}`);
    if (known !== undefined) known.count++;
    else this.#seen.set(`${code} ${name}`, { code, name, first: at.span, hint, count: 1 });
  }

  diagnostics(): readonly Diagnostic[] {
    return [...this.#seen.values()].map(({ code, name, first, hint, count }) => {
      const places = count === 1 ? "" : ` (${count} places, this is the first)`;
      return diagnostic(code, first, { keyword: name, places, hint });
    });
  }
}
