/** A place in a source file. Lines and columns count from 1; `file` is relative to the workspace root, with `/`. */
export interface SourceSpan {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
