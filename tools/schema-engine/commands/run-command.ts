import { type OutputFormat, openOutput } from "../../report/output";
import { Refused } from "../../report/refused";
import type { Report } from "../../report/report";
import type { DatabaseProject } from "./database-project";

export interface CommandRequest {
  readonly workspaceRoot: string;
  readonly project: string;
  /** Relative to the workspace, with `/`. */
  readonly projectRoot: string;
  readonly target: string;
  readonly format: OutputFormat;
}

/** The frame of every command on a database: progress, refusals and the report in the chosen format. */
export async function runCommand(
  request: CommandRequest,
  command: (project: DatabaseProject) => Promise<Report>,
): Promise<{ success: boolean }> {
  const output = openOutput(request);
  const { workspaceRoot, project, projectRoot } = request;
  const onLine = (line: string) => output.line(line);
  try {
    return output.finish(
      await command({ workspaceRoot, project, projectRoot, environment: process.env, now: () => new Date(), onLine }),
    );
  } catch (error) {
    if (error instanceof Refused) return output.refuse(error.problems);
    throw error;
  }
}
