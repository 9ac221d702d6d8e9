import { targetRpsVariable } from "../../workspace/target-rps-variable";

/**
 * `--target-rps=100` never reaches an executor: Nx 24 takes it for its own `--target` with something after it, since yargs-parser regards an
 * option as known whose first word is. So it is read from the command line and handed over in the environment.
 */
export function droppedOptions(argv: readonly string[]): Readonly<Record<string, string>> {
  for (const [index, word] of argv.entries()) {
    // What follows reaches the executor.
    if (word === "--") return {};
    if (word.startsWith("--target-rps=")) return { [targetRpsVariable]: word.slice("--target-rps=".length) };
    if (word === "--target-rps") return { [targetRpsVariable]: argv[index + 1] ?? "" };
  }
  return {};
}
