import { formatTable } from "./format-table";
import { printable } from "./printable";
import type { Report, Section } from "./report";

export interface FormatOptions {
  /** Bold titles by ANSI codes; for a terminal only. */
  readonly isStyled?: boolean;
}

/** The report as text for a terminal: its sections in order, then the verdict and its reasons. */
export function formatReport(report: Report, options: FormatOptions = {}): string {
  const bold = (text: string) => (options.isStyled ? `\u001b[1m${text}\u001b[22m` : text);
  const parts = report.sections.flatMap((section) => {
    const body = formatBody(section);
    return body === undefined
      ? []
      : [section.title === "" ? body : `${bold(printable(section.title))}\n${indent(body)}`];
  });
  const verdict = `${report.success ? "ok" : "failed"}: ${printable(report.verdict)}`;
  return [...parts, [bold(verdict), ...report.reasons.map((reason) => `  - ${printable(reason)}`)].join("\n")].join(
    "\n\n",
  );
}

function formatBody(section: Section): string | undefined {
  switch (section.kind) {
    case "facts":
      return formatTable({ columns: [{ title: "" }, { title: "" }], rows: section.facts }).replace(/^\n/, "");
    case "table":
      return formatTable(section);
    case "text":
      return section.lines.map(printable).join("\n");
    case "code":
      return printable(section.text).trimEnd();
    case "figure":
      return section.lines?.map(printable).join("\n");
    default:
      throw new Error(`unknown section: ${JSON.stringify(section satisfies never)}`);
  }
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
