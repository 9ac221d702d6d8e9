import type { DiagnosticCode } from "../diagnostics/catalog";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic";
import type { SourceSpan } from "../diagnostics/source-span";
import type { SchemaName } from "../model/schema";
import { DynamicScope } from "./dynamic-scope";
import { followsDynamically } from "./follows-dynamically";
import { fileUri, Identifiers } from "./identifiers";
import type { Located } from "./located";
import { RemoteCopies } from "./remote-copies";
import type { Target } from "./resolve-reference";
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
  readonly identifiers = new Identifiers();
  /** Schemas with a discriminator and no `oneOf` or `anyOf`, by their value: what they select is not known yet. */
  readonly bases = new Map<unknown, Located>();
  /** Value of a `$schema` → keywords that mean nothing there. */
  readonly dialects = new Map<unknown, ReadonlySet<string>>();
  /** Of the schema that is being read. */
  scope = DynamicScope.empty;
  dialect: "3.0" | "3.1" = "3.1";
  #hasLongChain = false;
  #isQuiet = false;
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

  /** Name of the schema that a reference of the schema being read leads to. */
  nameOf(target: Target): SchemaName {
    const resource = this.identifiers.resourceOf(target.value.value);
    const own = DynamicScope.empty.entering(resource);
    const scope = this.scope.entering(resource);
    const isPlain = scope.key === own.key || !followsDynamically(this, target.value);
    return this.schemaNames.nameOf(target, isPlain ? own : scope, isPlain);
  }

  /** Reads what a URI may name that no file read so far knows. */
  readComponentFiles(): void {
    for (const path of this.schemaNames.files) this.file(path);
    if (this.dialect === "3.0") this.identifiers.readOldIds();
  }

  /** The files that were read without problems, in the order of reading. */
  get documents(): readonly SourceDocument[] {
    return [...this.#files.values()].filter((one) => one !== undefined);
  }

  /** Looks something up without reporting that it is not there. */
  quietly<Result>(lookUp: () => Result): Result {
    const [{ length }, wasQuiet] = [this.diagnostics, this.#isQuiet];
    this.#isQuiet = true;
    const result = lookUp();
    this.#isQuiet = wasQuiet;
    this.diagnostics.length = length;
    return result;
  }

  /** Where a file comes from: what is relative in it is relative to that. */
  uriOf(file: string): string {
    return this.remote.urlOf(file) ?? fileUri(file);
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
    // Whoever reads it next and is not quiet says what is wrong with it.
    if (this.#isQuiet && parsed.diagnostics.length > 0) return parsed.document;
    this.diagnostics.push(...parsed.diagnostics);
    if (parsed.document !== undefined) this.identifiers.add(parsed.document, text, this.uriOf(path));
    this.#files.set(path, parsed.document);
    return parsed.document;
  }
}
