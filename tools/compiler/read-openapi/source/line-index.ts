import type { SourceSpan } from "../../diagnostics/source-span";

/** Turns offsets of a text into lines and columns, both from 1, columns in UTF-16 units as editors count them. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(
    readonly file: string,
    text: string,
  ) {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  span(offset: number): SourceSpan {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - (this.#starts[low] as number) + 1 };
  }
}
