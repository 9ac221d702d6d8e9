import { resolveConnection } from "../../postgres/connection/resolve-connection";
import { openDatabase } from "../../postgres/open-database";
import type { Report } from "../../report/report";
import { seedDatabase } from "../seed/seed-database";
import { type DatabaseProject, readDatabaseConfig } from "./database-project";
import { reportOf } from "./report-of";

export interface SeedOptions {
  /** How many rows each table has at the end; 100 when left out. */
  readonly rows?: number | undefined;
  /** The same number gives the same rows. */
  readonly seed?: number | undefined;
  readonly connection?: string | undefined;
  readonly isEmbedded?: boolean | undefined;
}

/** Inserts rows that satisfy every constraint, or none at all. Throws `Refused`. */
export async function seed(project: DatabaseProject, options: SeedOptions): Promise<Report> {
  const config = readDatabaseConfig(project);
  const connection = resolveConnection({ ...options, environment: project.environment, changingCommand: "seed" });
  const database = await openDatabase({ ...project, connection, major: config.postgres });
  try {
    const { rows = 100, seed: number = 1 } = options;
    const seeded = await seedDatabase({ client: database.client, rows, seed: number, onLine: project.onLine });
    return reportOf(project, "seed", {
      verdict: "seeded",
      success: true,
      reasons: [
        `${seeded.reduce((sum, one) => sum + one.inserted, 0)} rows in ${seeded.length} tables of ${database.shown}`,
      ],
      data: { target: database.shown, tables: seeded.map((one) => ({ note: null, ...one })) },
      sections: [
        {
          kind: "table",
          title: "rows",
          columns: [{ title: "table" }, { title: "inserted", numeric: true }, { title: "note" }],
          rows: seeded.map((one) => [one.table, String(one.inserted), one.note ?? ""]),
        },
      ],
    });
  } finally {
    await database.close();
  }
}
