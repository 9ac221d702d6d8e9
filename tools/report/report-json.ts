import type { Report } from "./report";

/** The report for programs, described by docs/schemas/report.json. The sections say the same to people and stay out of it. */
export function reportJson(report: Report): string {
  const { sections: _, ...rest } = report;
  return `${JSON.stringify(rest, null, 2)}\n`;
}
