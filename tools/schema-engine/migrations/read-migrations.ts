import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Problem, problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { readSqlText } from "../sql/read-sql-text";
import { type Migration, readHeader } from "./migration";
import { conflictLine, type SummedFile, sumMismatch } from "./sum-file";

export interface MigrationFolder {
  /** Absolute. */
  readonly path: string;
  /** For messages: relative to the workspace. */
  readonly shownPath: string;
  /** In the order of application. */
  readonly migrations: readonly Migration[];
  /** `undefined`: there is no atlas.sum, as in folders of other tools. */
  readonly sum?: string;
}

interface NamedFile {
  readonly file: string;
  readonly version: string;
  readonly name: string;
  readonly direction: "up" | "down";
}

/** Versions of other tools may hold dashes (diesel) and have fewer digits (Unix time): they are compared as numbers. */
const fileName = /^(\d[\d-]*)_(.+?)(?:\.(up|down))?\.sql$/;

/**
 * Reads a folder of golang-migrate's layout (`<version>_<name>.up.sql`, `.down.sql`), or of plain `<version>_<name>.sql` files.
 * Throws `Refused` when names are wrong or the sum files disagree; `isUnchecked` leaves the sums out, for a rehash.
 */
export function readMigrations(path: string, shownPath: string, project: string, isUnchecked = false): MigrationFolder {
  if (!existsSync(path)) return { path, shownPath, migrations: [] };
  const names = readdirSync(path)
    .filter((name) => name.endsWith(".sql"))
    .sort(byCodeUnit);
  const problems: Problem[] = [];
  const files = names.flatMap((file): NamedFile[] => {
    const match = fileName.exec(file);
    if (match === null) {
      problems.push(problem("migration/bad-file-name", { file: `${shownPath}/${file}` }));
      return [];
    }
    const direction = match[3] === "down" ? "down" : "up";
    return [{ file, version: (match[1] ?? "").replaceAll("-", ""), name: match[2] ?? "", direction }];
  });
  const text = (file: string) => readSqlText(join(path, file), `${shownPath}/${file}`);
  const ups = files.filter((one) => one.direction === "up").sort(byVersion);
  const downs = new Map(files.filter((one) => one.direction === "down").map((one) => [one.version, one]));
  const migrations = ups.map((one, index): Migration => {
    const before = ups[index - 1];
    if (before !== undefined && BigInt(before.version) === BigInt(one.version)) {
      problems.push(problem("migration/duplicate-version", { first: before.file, second: one.file }));
    }
    const down = downs.get(one.version);
    downs.delete(one.version);
    const up = text(one.file);
    return {
      version: one.version,
      name: one.name,
      upFile: one.file,
      up,
      ...(down === undefined ? {} : { downFile: down.file, down: text(down.file) }),
      header: readHeader(up, down === undefined ? "" : text(down.file)),
    };
  });
  for (const { file } of downs.values())
    problems.push(problem("migration/down-without-up", { file: `${shownPath}/${file}` }));
  const sums = isUnchecked ? [] : sumProblems(path, shownPath, project, migrations);
  if (problems.length + sums.length > 0) throw new Refused([...problems, ...sums]);
  const sumPath = join(path, "atlas.sum");
  return { path, shownPath, migrations, ...(existsSync(sumPath) ? { sum: readFileSync(sumPath, "utf8") } : {}) };
}

/** The up files, which Atlas sums too; and the down files, which it does not know. */
export function summedFiles(
  migrations: readonly Migration[],
): Readonly<Record<"atlas.sum" | "specline.sum", readonly SummedFile[]>> {
  const byName = (a: SummedFile, b: SummedFile) => byCodeUnit(a.name, b.name);
  return {
    "atlas.sum": migrations.map((one) => ({ name: one.upFile, text: one.up })).sort(byName),
    "specline.sum": migrations
      .flatMap((one) => (one.downFile === undefined ? [] : [{ name: one.downFile, text: one.down ?? "" }]))
      .sort(byName),
  };
}

function sumProblems(path: string, shownPath: string, project: string, migrations: readonly Migration[]): Problem[] {
  return Object.entries(summedFiles(migrations)).flatMap(([name, files]) => {
    const file = join(path, name);
    if (!existsSync(file)) {
      // Folders of other tools have none; the files of a plan were never written without.
      const isOurs = files.length > 0 && migrations.some((one) => one.header.plan !== undefined);
      const missing = { folder: shownPath, detail: `${name} is missing`, project };
      return isOurs ? [problem("migration/checksum-mismatch", missing)] : [];
    }
    const recorded = readFileSync(file, "utf8");
    const line = conflictLine(recorded);
    if (line !== undefined) {
      return [problem("migration/sums-in-conflict", { file: `${shownPath}/${name}`, line: String(line), project })];
    }
    const detail = sumMismatch(recorded, files);
    return detail === undefined ? [] : [problem("migration/checksum-mismatch", { folder: shownPath, detail, project })];
  });
}

function byVersion(a: NamedFile, b: NamedFile): number {
  const difference = BigInt(a.version) - BigInt(b.version);
  return difference < 0n ? -1 : difference > 0n ? 1 : byCodeUnit(a.file, b.file);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
