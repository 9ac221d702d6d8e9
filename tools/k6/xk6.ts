import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GoModule } from "../go-module/go-module";

/**
 * How xk6 builds a k6 with our extensions. It writes a program of its own that imports what it is given, so our sources go to it as a
 * package without ours. The version of k6 is a whole one: for others xk6 asks the network what there is.
 */
export const xk6: NonNullable<GoModule["builder"]> = {
  program: "xk6",
  prepare: ({ directory, version }, folder, output) => {
    const sources = join(folder, "module");
    cpSync(directory, sources, { recursive: true });
    rmSync(join(sources, "main.go"));
    const packages = ["oashist", "specline"].map((name) => `\t_ "specline/k6/${name}"\n`).join("");
    writeFileSync(
      join(sources, "extensions.go"),
      `// Package k6 registers Specline's extensions.\npackage k6\n\nimport (\n${packages})\n`,
    );
    return ["build", version, "--with", `specline/k6=${sources}`, "--output", output];
  },
};
