import { runNx } from "./nx";
import { lastLines, StepFailed, say } from "./step";

/** Every command is one that a user types; its own words are shown. */
const commands = [
  { arguments: ["run", "db:verify"], shows: /proved|equal|verdict|ok:/i },
  { arguments: ["run", "db:migrate", "--embedded"], shows: /applied|pending|up to date|ok:/i },
  { arguments: ["run", "db:seed"], shows: /rows|seeded|ok:/i },
];

export async function prepareDatabase(workspaceRoot: string, signal: AbortSignal): Promise<void> {
  for (const command of commands) {
    const outcome = await runNx({ arguments: [...command.arguments], directory: workspaceRoot, signal });
    if (outcome.exitCode !== 0) {
      throw new StepFailed(`nx ${command.arguments.join(" ")} failed`, lastLines(outcome.stdout + outcome.stderr));
    }
    say(`nx ${command.arguments.join(" ")}`);
    for (const line of outcome.stdout.split("\n").filter((one) => command.shows.test(one))) say(`  ${line.trim()}`);
  }
}
