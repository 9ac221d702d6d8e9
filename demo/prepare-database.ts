import { runNx } from "./nx";
import { lastLines, StepFailed, say } from "./step";

const commands = [
  ["run", "db:verify"],
  ["run", "db:migrate", "--embedded"],
  ["run", "db:seed"],
] as const;

/** Every command is one that a user types; its verdict and reasons are shown in its own words. */
export async function prepareDatabase(workspaceRoot: string, signal: AbortSignal): Promise<void> {
  for (const command of commands) {
    const outcome = await runNx({ arguments: command, directory: workspaceRoot, signal });
    if (outcome.exitCode !== 0) {
      throw new StepFailed(`nx ${command.join(" ")} failed`, lastLines(outcome.stdout + outcome.stderr));
    }
    say(`nx ${command.join(" ")}`);
    for (const line of outcome.stdout.split("\n").filter((one) => /^(ok:| {2}- )/.test(one))) say(`  ${line.trim()}`);
  }
}
