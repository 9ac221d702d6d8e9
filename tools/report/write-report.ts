import { join, relative } from "node:path";
import { stateDirectory } from "../workspace/state-directory";
import { writeFileAtomically } from "../workspace/write-file-atomically";
import { htmlReport } from "./html-report";
import { markdownReport } from "./markdown-report";
import type { Report } from "./report";
import { reportJson } from "./report-json";

export interface WrittenReport {
  /** Relative to the workspace root, with `/`. */
  readonly json: string;
  readonly html: string;
  readonly markdown: string;
}

/** Writes `.specline/reports/<project>/<target>.{json,html,md}`, each atomically, and says where. */
export function writeReport(workspaceRoot: string, report: Report): WrittenReport {
  const folder = join(stateDirectory(workspaceRoot, "reports"), report.project.replaceAll("/", "__"));
  const json = join(folder, `${report.target}.json`);
  const html = join(folder, `${report.target}.html`);
  const markdown = join(folder, `${report.target}.md`);
  writeFileAtomically(json, reportJson(report));
  writeFileAtomically(html, htmlReport(report));
  writeFileAtomically(markdown, markdownReport(report));
  const shown = (path: string) => relative(workspaceRoot, path).replaceAll("\\", "/");
  return { json: shown(json), html: shown(html), markdown: shown(markdown) };
}
