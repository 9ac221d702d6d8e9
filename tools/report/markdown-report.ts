import { printable } from "./printable";
import type { Report, Section } from "./report";

/** GitHub refuses comments of more than 65 536 characters; some are left for who adds a line. */
const mostCharacters = 60_000;

/**
 * The report as a comment on a pull request: the verdict first, the first table open, everything else to be unfolded. What does not
 * fit into a comment is left out from its end, and that is said.
 */
export function markdownReport(report: Report): string {
  const head = [
    `### ${report.success ? "✅" : "❌"} ${escaped(`${report.project}:${report.target}`)} – ${escaped(report.verdict)}`,
    ...(report.reasons.length === 0 ? [] : [report.reasons.map((reason) => `- ${escaped(reason)}`).join("\n")]),
  ];
  const open = report.sections.findIndex((one) => one.kind === "table");
  const sections = report.sections.flatMap((one, index) => {
    const body = bodyOf(one);
    if (body === "") return [];
    return index === open ? [body] : [details(one.title, body)];
  });
  const kept: string[] = [];
  let length = head.join("\n\n").length;
  for (const section of sections) {
    if (length + section.length > mostCharacters) continue;
    length += section.length + 2;
    kept.push(section);
  }
  const left = sections.length - kept.length;
  const note =
    left === 0
      ? []
      : [`${left} ${left === 1 ? "part is" : "parts are"} too long for a comment; the HTML report has all.`];
  return `${[...shortened(head), ...kept, ...note].join("\n\n")}\n`;
}

/** Reasons that alone are longer than a comment may be. */
function shortened(head: readonly string[]): readonly string[] {
  return head.map((part) => (part.length > mostCharacters ? `${part.slice(0, mostCharacters / 2)} …` : part));
}

function details(title: string, body: string): string {
  return `<details><summary>${escaped(title === "" ? "More" : title)}</summary>\n\n${body}\n\n</details>`;
}

function bodyOf(section: Section): string {
  switch (section.kind) {
    case "facts":
      return tableOf([{ title: "" }, { title: "" }], section.facts);
    case "table":
      return tableOf(section.columns, section.rows);
    case "text":
      return section.lines.map((line) => `- ${escaped(line)}`).join("\n");
    case "code":
      return fenced(section.language === "text" ? "" : section.language, section.text);
    case "figure":
      return section.lines === undefined || section.lines.length === 0 ? "" : fenced("", section.lines.join("\n"));
    default:
      throw new Error(`unknown section: ${JSON.stringify(section satisfies never)}`);
  }
}

function tableOf(
  columns: readonly { readonly title: string; readonly numeric?: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map((column) => escaped(column.title))),
    line(columns.map((column) => (column.numeric ? "---:" : ":---"))),
    ...rows.map((row) => line(columns.map((_, index) => escaped(row[index] ?? "")))),
  ].join("\n");
}

/** A fence that no line of the text can close. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${printable(text).trimEnd()}\n${fence}`;
}

/**
 * Text of a specification, a URL or a server as one line that shows what it is: no markup, no table cell of its own, no link, and
 * nobody is mentioned and no issue is linked by it. Numeric references are for what a backslash does not stop (GFM 0.29, 6.9).
 */
function escaped(text: string): string {
  return printable(text.replace(/\s*\n\s*/g, " ").trim())
    .replace(/[&<>@#]|:(?=\/\/)|(?<=www)\./gi, (character) => `&#${character.codePointAt(0)};`)
    .replace(/(?<!&)(?<!&#\d*)[\\`*_{}[\]()|~!$]/g, "\\$&")
    .replace(/^[-+](?![\d.])/, "\\$&")
    .replace(/^(\d+)\.(?=\s|$)/, "$1\\.");
}
