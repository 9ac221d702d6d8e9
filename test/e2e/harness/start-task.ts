import { join } from "node:path";
import { type StartedProgram, start } from "../../../tools/process/start";
import { environment } from "./command";

export interface Task {
  readonly program: StartedProgram;
  readonly lines: readonly string[];
  /** The first line that matches; rejects with everything that was printed when the program ends before. */
  line(pattern: RegExp): Promise<RegExpMatchArray>;
}

/** Starts a program that goes on, such as `nx run shop:serve`, and lets a test wait for what it prints. */
async function startTask(
  directory: string,
  program: string,
  parts: readonly string[],
  more?: Readonly<Record<string, string>>,
): Promise<Task> {
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const wake = (): void => {
    for (const check of waiting) check();
  };
  const started = await start({
    program,
    arguments: parts,
    directory,
    environment: environment(more),
    onLine: (line) => {
      lines.push(line);
      wake();
    },
  });
  let hasEnded = false;
  void started.ended.then(() => {
    hasEnded = true;
    wake();
  });
  return {
    program: started,
    lines,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const found = lines.map((line) => line.match(pattern)).find((match) => match !== null);
          if (found !== undefined && found !== null) resolve(found);
          else if (hasEnded) reject(new Error(`ended without ${pattern}:\n${lines.join("\n")}`));
        };
        waiting.push(check);
        check();
      }),
  };
}

export function startNx(directory: string, parts: readonly string[]): Promise<Task> {
  return startTask(directory, process.execPath, [join(directory, "node_modules/nx/dist/bin/nx.js"), ...parts]);
}
