import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readMigrations, summedFiles } from "../../../tools/schema-engine/migrations/read-migrations";
import { sumFile } from "../../../tools/schema-engine/migrations/sum-file";

/** Files that say that they are part of a plan have sums beside them, as `db:diff` writes them. */
export function writeSums(folder: string): void {
  const { migrations } = readMigrations(folder, "migrations", "db", true);
  for (const [name, files] of Object.entries(summedFiles(migrations)))
    if (files.length > 0) writeFileSync(join(folder, name), sumFile(files));
}
