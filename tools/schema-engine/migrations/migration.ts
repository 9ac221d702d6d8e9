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

/** What the comment lines `-- specline:<key> <value>` at the top of an up file say; all of it is missing in files of others. */
export interface MigrationHeader {
  /** Parts of one plan share it; `--steps` of rollback counts plans. */
  readonly plan?: string;
  /** `lossless`, or why going down loses data. */
  readonly downLosses: readonly string[];
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

/** Statements that can share one transaction, unless the file says or needs otherwise. */
export function readHeader(text: string): MigrationHeader {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const end = lines.findIndex((line) => !line.startsWith("--"));
  const header = end === -1 ? lines : lines.slice(0, end);
  const values = (key: string) =>
    header
      .filter((line) => line.startsWith(`-- specline:${key} `))
      .map((line) => line.slice(`-- specline:${key} `.length));
  const [plan] = values("plan");
  return {
    ...(plan === undefined ? {} : { plan }),
    downLosses: values("down-loses"),
    isUndonePerPart: header.includes(`-- specline:${undonePerPart}`),
  };
}
