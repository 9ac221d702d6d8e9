import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic";
import type { SourceSpan } from "../../diagnostics/source-span";
import { LineIndex } from "./line-index";
import { findJsonKey, parseJson } from "./parse-json";
import { findYamlKey, parseYaml } from "./parse-yaml";
import { type DuplicateKey, depthLimit, type SourceDocument } from "./source-document";

/** Larger texts are refused, in UTF-16 units. The largest public description known to us has 13 million. */
const sizeLimit = 64_000_000;

export interface ParsedSource {
  readonly document?: SourceDocument;
  readonly diagnostics: readonly Diagnostic[];
}

/** JSON or YAML, by the first character and the file's name. All problems are diagnostics. */
export function parseSource(file: string, text: string): ParsedSource {
  const lines = new LineIndex(file, text);
  if (text.length > sizeLimit) {
    const values = { size: String(text.length), limit: String(sizeLimit) };
    return { diagnostics: [diagnostic("openapi/too-large", lines.span(0), values)] };
  }
  const isJsonFile = file.endsWith(".json");
  // JavaScript counts a byte order mark as space, as does the YAML parser.
  if (isJsonFile || /^\s*[{[]/.test(text)) {
    const parsed = asJson(lines, text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text);
    // What starts like JSON in a YAML file may be YAML's own flow style.
    if (isJsonFile || parsed.document !== undefined) return parsed;
  }
  return asYaml(lines, text);
}

function asJson(lines: LineIndex, text: string): ParsedSource {
  const result = parseJson(text);
  if ("problem" in result) {
    const span = lines.span(result.problem.offset);
    if (result.isTooDeep) return { diagnostics: [diagnostic("openapi/too-deep", span, { limit: String(depthLimit) })] };
    return { diagnostics: [diagnostic("openapi/invalid-json", span, { reason: result.problem.reason })] };
  }
  const { root, places } = result;
  const document: SourceDocument = {
    file: lines.file,
    root,
    start: lines.span(Math.max(0, text.search(/\S/))),
    spanOf(container, key) {
      const value: unknown = Reflect.get(container, key);
      const known = typeof value === "object" && value !== null ? places.get(value) : undefined;
      if (known !== undefined) return lines.span(known.key);
      return lines.span(findJsonKey(text, places.get(container)?.start ?? 0, key));
    },
  };
  return { document, diagnostics: duplicateKeys(lines, result.duplicates) };
}

function asYaml(lines: LineIndex, text: string): ParsedSource {
  const result = parseYaml(text);
  if ("problem" in result) {
    const { problem, kind } = result;
    const span = lines.span(problem.offset);
    switch (kind) {
      case "too-deep":
        return { diagnostics: [diagnostic("openapi/too-deep", span, { limit: String(depthLimit) })] };
      case "alias-bomb":
        return { diagnostics: [diagnostic("openapi/alias-bomb", span, { reason: problem.reason })] };
      default:
        return { diagnostics: [diagnostic("openapi/invalid-yaml", span, { reason: oneLine(problem.reason) })] };
    }
  }
  const { root, places } = result;
  const spanOf = (container: object, key: string | number): SourceSpan => {
    const place = places.get(container);
    return place === undefined ? lines.span(0) : lines.span(findYamlKey(place, key));
  };
  const document: SourceDocument = {
    file: lines.file,
    root,
    start: lines.span(Math.max(0, text.search(/\S/))),
    spanOf,
  };
  return { document, diagnostics: duplicateKeys(lines, result.duplicates) };
}

function duplicateKeys(lines: LineIndex, duplicates: readonly DuplicateKey[]): Diagnostic[] {
  return duplicates.map(({ key, offset, firstOffset }) => {
    const first = lines.span(firstOffset);
    return diagnostic("openapi/duplicate-key", lines.span(offset), { key, first: `${first.line}:${first.column}` });
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[.:]$/, "");
}
