import type { DiagnosticCode } from "../diagnostics/catalog";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic";
import type { SourceSpan } from "../diagnostics/source-span";
import type { Located } from "./located";
import { RemoteCopies } from "./remote-copies";
import { SchemaNames } from "./schema-names";
import { SeenFeatures } from "./seen-features";
import { parseSource } from "./source/parse-source";
import { depthLimit, type SourceDocument } from "./source/source-document";

/** The state of reading one description: its files, the names of its schemas and the problems found so far. */
export class Reading {
  readonly diagnostics: Diagnostic[] = [];
  readonly schemaNames = new SchemaNames();
  readonly features = new SeenFeatures();
  readonly remote: RemoteCopies;
  dialect: "3.0" | "3.1" = "3.1";
  #hasLongChain = false;
  readonly #files = new Map<string, SourceDocument | undefined>();

  constructor(
    readonly mainFile: string,
    private readonly readText: (path: string) => string | undefined,
  ) {
    this.remote = new RemoteCopies(mainFile, readText);
  }

  report<Code extends DiagnosticCode>(
    code: Code,
    at: Located | SourceSpan,
    values: Parameters<typeof diagnostic<Code>>[2],
  ): void {
    this.diagnostics.push(diagnostic(code, "source" in at ? at.span : at, values));
  }

  /** Once: of a chain that is too long, every link begins another one. */
  reportLongChain(at: Located | SourceSpan, name: string): void {
    if (this.#hasLongChain) return;
    this.#hasLongChain = true;
    this.report("openapi/long-reference-chain", at, { name, limit: String(depthLimit) });
  }

  /** `"missing"`: there is no such file. `undefined`: it has problems, which are reported once. */
  file(path: string): SourceDocument | "missing" | undefined {
    if (this.#files.has(path)) return this.#files.get(path);
    const text = this.readText(path);
    if (text === undefined) return "missing";
    const parsed = parseSource(path, text);
    this.diagnostics.push(...parsed.diagnostics);
    this.#files.set(path, parsed.document);
    return parsed.document;
  }
}
