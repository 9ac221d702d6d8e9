import { run } from "../../../tools/process/run";

/** A `pg_dump` of exactly this major version: another one prints what its own version has. `undefined`: there is none. */
export async function findPgDump(major: number): Promise<string | undefined> {
  for (const program of [`/usr/lib/postgresql/${major}/bin/pg_dump`, "pg_dump"]) {
    const { stdout } = await run({ program, arguments: ["--version"] });
    if (new RegExp(`\\(PostgreSQL\\) ${major}[.]`).test(stdout)) return program;
  }
  console.log(`no second judge: there is no pg_dump ${major}`);
  return undefined;
}
