import { printable } from "./printable";
import type { Section } from "./report";

type Table = Extract<Section, { kind: "table" }>;

/** Columns aligned by their longest cell, numbers to the right, two blanks between. No trailing blanks. */
export function formatTable(table: Pick<Table, "columns" | "rows">): string {
  const titles = table.columns.map((column) => column.title);
  const lines = [titles, ...table.rows].map((cells) => titles.map((_, index) => oneLine(cells[index] ?? "")));
  const widths = titles.map((_, index) => Math.max(...lines.map((cells) => width(cells[index] ?? ""))));
  return lines
    .map((cells) =>
      cells
        .map((cell, index) => {
          const padding = " ".repeat((widths[index] ?? 0) - width(cell));
          return table.columns[index]?.numeric ? padding + cell : cell + padding;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function oneLine(cell: string): string {
  return printable(cell.replace(/\s*\n\s*/g, " "));
}

/** Code points, which is what a terminal shows for the scripts that specs are written in, but for wide ones. */
function width(text: string): number {
  return [...text].length;
}
