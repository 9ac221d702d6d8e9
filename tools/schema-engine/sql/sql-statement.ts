import type { Node } from "libpg-query";
import type { SourceSpan } from "../../compiler/diagnostics/source-span";

/** One statement of a file, as PostgreSQL's own parser sees it. */
export interface SqlStatement {
  /** Without the comments before it and without the semicolon. */
  readonly text: string;
  readonly node: Node;
  readonly span: SourceSpan;
}

export interface SqlFile {
  /** For messages: relative to the workspace, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Line and column of an offset, counted in UTF-16 code units from 0. */
export function spanAt(file: SqlFile, offset: number): SourceSpan {
  const before = file.text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { file: file.path, line: before.split("\n").length, column: offset - lineStart + 1 };
}
