import type { JsonValue } from "../../report/json";
import type { Report, Section } from "../../report/report";
import type { DatabaseProject } from "./database-project";

export interface Outcome {
  readonly verdict: string;
  readonly success: boolean;
  readonly reasons: readonly string[];
  readonly data: JsonValue;
  readonly sections: readonly Section[];
}

/** What a command found, as the report of its target. */
export function reportOf(project: DatabaseProject, target: string, outcome: Outcome): Report {
  return { schemaVersion: 1, project: project.project, target, ...outcome };
}

export function textSection(title: string, lines: readonly string[]): readonly Section[] {
  return lines.length === 0 ? [] : [{ kind: "text", title, lines }];
}
