import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";

interface Machine {
  /** Where its programs and its cache are. */
  folder(): string;
  /** Makes a program, a script of sh. @returns its path */
  program(name: string, script: string): string;
}

/** For each test of the file a machine with these programs only, and an empty cache; `variable` of the environment is unset. */
export function onlyPrograms(variable: string): Machine {
  const saved = { ...process.env };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "specline-only-programs-"));
    mkdirSync(join(folder, "bin"));
    process.env.PATH = join(folder, "bin");
    process.env.XDG_CACHE_HOME = join(folder, "cache");
    delete process.env[variable];
  });
  afterEach(() => {
    process.env = { ...saved };
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder: () => folder,
    program(name, script) {
      const path = join(folder, "bin", name);
      writeFileSync(path, `#!/bin/sh\n${script}\n`);
      chmodSync(path, 0o755);
      return path;
    },
  };
}
