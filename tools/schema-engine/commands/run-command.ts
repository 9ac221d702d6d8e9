import { endWithParent } from "../../process/end-with-parent";
import { type OutputFormat, openOutput } from "../../report/output";
import { type Problem, problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { Report } from "../../report/report";
import { isConnectionLost } from "../sql/connection-lost";
import { isRightMissing, missingRight } from "../sql/missing-right";
import type { DatabaseProject } from "./database-project";

export interface CommandRequest {
  readonly workspaceRoot: string;
  readonly project: string;
  /** Relative to the workspace, with `/`. */
  readonly projectRoot: string;
  readonly target: string;
  readonly format: OutputFormat;
  /** Options outside of their limits: then nothing is done. */
  readonly numbers?: readonly Problem[];
  readonly ignore?: string | undefined;
  /** `--shadow-url` */
  readonly shadowUrl?: string | undefined;
}

/** The frame of every command on a database: progress, refusals and the report in the chosen format. */
export async function runCommand(
  request: CommandRequest,
  command: (project: DatabaseProject) => Promise<Report>,
): Promise<{ success: boolean }> {
  endWithParent();
  const output = openOutput(request);
  if (request.numbers !== undefined && request.numbers.length > 0) return output.refuse(request.numbers);
  const { workspaceRoot, project, projectRoot, ignore, shadowUrl } = request;
  const onLine = (line: string) => output.line(line);
  try {
    return output.finish(
      await command({
        workspaceRoot,
        project,
        projectRoot,
        environment: process.env,
        now: () => new Date(),
        onLine,
        ignore,
        shadowUrl,
      }),
    );
  } catch (error) {
    if (error instanceof Refused) return output.refuse(error.problems);
    if (isRightMissing(error)) {
      const { message } = error;
      return output.refuse([problem("database/right-missing", { reason: message, hint: missingRight(message) })]);
    }
    if (isConnectionLost(error))
      return output.refuse([problem("database/connection-ended", { reason: (error as Error).message })]);
    throw error;
  }
}
