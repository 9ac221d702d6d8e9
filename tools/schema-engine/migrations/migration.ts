import { type DownRating, downRatings } from "../plan/way-back-rating";

/** One version of a migration folder. */
export interface Migration {
  readonly version: string;
  readonly name: string;
  /** File names inside the folder. */
  readonly upFile: string;
  readonly up: string;
  readonly downFile?: string;
  readonly down?: string;
  readonly header: MigrationHeader;
}

/**
 * What the comment lines `-- specline:<key> <value>` at the top of an up file say; all of it is missing in files of others. The rating stands in
 * the down file, so that a way back that is written anew can be rated anew although its up file was applied.
 */
export interface MigrationHeader {
  /** Parts of one plan share it; `--steps` of rollback counts plans. */
  readonly plan?: string;
  /** Missing: nobody has rated the way back. */
  readonly downRating?: DownRating;
  /** Why going down loses data, `<object>: <text>` in files of today. */
  readonly downLosses: readonly string[];
  /** Why it cannot be done where there are rows. */
  readonly downFailures: readonly string[];
  /** The down of each part of the plan undoes that part; else the downs fit the whole plan only. */
  readonly isUndonePerPart: boolean;
}

/** In the header of plans whose way back can begin between two parts. */
export const undonePerPart = "down undoes its own part";

/** Versions that belong together, in the order of application. */
export interface MigrationPlan {
  /** The plan's id, or the version when the file names none. */
  readonly id: string;
  readonly name: string;
  readonly migrations: readonly Migration[];
}

export function groupByPlan(migrations: readonly Migration[]): readonly MigrationPlan[] {
  const plans: { id: string; name: string; migrations: Migration[] }[] = [];
  for (const migration of migrations) {
    const id = migration.header.plan ?? migration.version;
    const last = plans.at(-1);
    if (last !== undefined && last.id === id) last.migrations.push(migration);
    else plans.push({ id, name: migration.name, migrations: [migration] });
  }
  return plans;
}

/** @param down text of the down file */
export function readHeader(up: string, down = ""): MigrationHeader {
  const header = commentLines(up);
  const [plan] = valuesOf(header, "plan");
  return {
    ...(plan === undefined ? {} : { plan }),
    ...readRating(header, commentLines(down)),
    isUndonePerPart: header.includes(`-- specline:${undonePerPart}`),
  };
}

/** Plans of before have their losses in the up file. A rating that is none counts as the worst that can be allowed. */
function readRating(
  up: readonly string[],
  down: readonly string[],
): Pick<MigrationHeader, "downRating" | "downLosses" | "downFailures"> {
  const [said] = valuesOf(down, "down-rating");
  const downLosses = valuesOf(said === undefined ? [...up, ...down] : down, "down-loses");
  const downFailures = valuesOf(down, "down-fails");
  const known = downRatings.find((one) => one === said);
  if (said !== undefined && known === undefined) {
    const unknown = `its header has no rating that is known: ${said}`;
    return { downRating: "lossy", downLosses: [...downLosses, unknown], downFailures };
  }
  const rating = known ?? (downLosses.length > 0 ? "lossy" : undefined);
  return { ...(rating === undefined ? {} : { downRating: rating }), downLosses, downFailures };
}

function commentLines(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const end = lines.findIndex((line) => !line.startsWith("--"));
  return end === -1 ? lines : lines.slice(0, end);
}

function valuesOf(header: readonly string[], key: string): readonly string[] {
  const start = `-- specline:${key} `;
  return header.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length).trimEnd());
}
