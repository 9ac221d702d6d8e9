import { type CatalogSnapshot, readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { readSurroundings, type Surroundings } from "../plan/surroundings";

/** A schema on one end of a plan. */
export interface PlanSide {
  readonly database: ShadowDatabase;
  /** Of the server. */
  readonly major: number;
  readonly snapshot: CatalogSnapshot;
  /** Bare names of functions that may give another value for each row. */
  readonly volatileFunctions: ReadonlySet<string>;
  readonly surroundings: Surroundings;
}

/** What the statements of a plan between two sides reach. A generated column that is a plain one in the end loses its values on the way. */
export function surroundingsBetween(
  { surroundings }: Pick<PlanSide, "surroundings">,
  to: Pick<PlanSide, "snapshot" | "surroundings">,
): Surroundings {
  const columns = new Set(to.snapshot.objects.filter((one) => one.kind === "column").map((one) => one.name));
  const isComputed = (name: string) => !columns.has(name) || to.surroundings.generatedColumns.has(name);
  const access = { before: surroundings.access.before, after: to.surroundings.access.before };
  return { ...surroundings, access, generatedColumns: new Set([...surroundings.generatedColumns].filter(isComputed)) };
}

export async function readPlanSide(shadow: Shadow, database: ShadowDatabase): Promise<PlanSide> {
  const client = await shadow.connect(database);
  try {
    const snapshot = await readCatalogSnapshot(client);
    const { rows } = await client.query<{ name: string }>(
      "SELECT DISTINCT proname AS name FROM pg_proc WHERE provolatile = 'v' AND prokind = 'f'",
    );
    const volatileFunctions = new Set(rows.map((row) => row.name));
    return { database, major: shadow.major, snapshot, volatileFunctions, surroundings: await readSurroundings(client) };
  } finally {
    await client.end();
  }
}
