import { randomBytes } from "node:crypto";
import { chownSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../process/run";
import type { Installation } from "./installation";
import { serverUser } from "./server-user";

/**
 * Gives a data directory a new random password for `postgres` and rules that let nobody in without it. Done in single-user mode
 * before the server starts, so there is no moment in which the port is open to all. Returns the password; it is stored nowhere.
 */
export async function prepareDataDirectory(
  installation: Installation,
  directory: string,
): Promise<{ readonly password: string } | { readonly failure: string }> {
  const user = serverUser();
  const rules = join(directory, "pg_hba.conf");
  writeFileSync(rules, "# Written by Specline at every start.\nhost all all 127.0.0.1/32 scram-sha-256\n", {
    mode: 0o600,
  });
  if (user !== undefined) chownSync(rules, user.uid, user.gid);
  const password = randomBytes(24).toString("hex");
  const outcome = await run({
    program: join(installation.binaries, "postgres"),
    arguments: [
      "--single",
      "-D",
      directory,
      "-c",
      "log_statement=none",
      "-c",
      "max_locks_per_transaction=512",
      "postgres",
    ],
    directory: "/",
    environment: { PATH: process.env.PATH ?? "", ...installation.environment },
    input: `ALTER ROLE postgres PASSWORD '${password}'\n`,
    secrets: [password],
    timeoutMs: 600_000,
    ...(user === undefined ? {} : { user }),
  });
  // Single-user mode reports a failed statement in its output only.
  if (outcome.exitCode === 0 && !/\b(ERROR|FATAL|PANIC):/.test(outcome.stderr)) return { password };
  return { failure: outcome.stderr.trim() || outcome.summary };
}
