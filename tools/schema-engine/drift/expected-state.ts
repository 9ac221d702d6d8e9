import type { Client } from "pg";
import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Shadow } from "../../postgres/shadow";
import type { Migration } from "../migrations/migration";
import { readScript } from "../migrations/read-script";
import { snapshotOf } from "../prove/snapshot-of";
import type { History } from "../runner/history";
import { loadFiles } from "../source/load-files";
import { noSchemaWarnings } from "../source/read-schema";
import { replay } from "../source/replay";
import { readStatements } from "../sql/read-statements";
import type { SqlFile } from "../sql/sql-statement";
import { lendRoles } from "./lend-roles";

/** What a live database is compared with. */
export type Expectation =
  | {
      readonly kind: "migrations";
      readonly folder: string;
      readonly history: History;
      readonly applied: readonly Migration[];
    }
  | { readonly kind: "schema"; readonly path: string; readonly files: readonly SqlFile[] };

export interface ExpectedState {
  readonly snapshot: CatalogSnapshot;
  readonly notes: readonly string[];
}

/**
 * Throws `Refused` with the place of what PostgreSQL refuses.
 *
 * @param live only for the roles of its server
 * @param ownRoles of the live database
 */
export async function expectedState(
  shadow: Shadow,
  expectation: Expectation,
  live: Client,
  ownRoles: readonly string[],
): Promise<ExpectedState> {
  const statements = (await statementsOf(expectation)).flat();
  const lacking = await lendRoles(shadow, live, statements);
  const database =
    expectation.kind === "schema"
      ? await loadFiles(shadow, expectation.files)
      : await replay(shadow, expectation.applied, expectation.folder);
  return {
    snapshot: await snapshotOf(shadow, database, ownRoles),
    notes: [
      ...(expectation.kind === "schema" ? await noSchemaWarnings(expectation.files) : []),
      ...lacking.map((name) => `the server has no role ${name}, which is named`),
      ...(expectation.kind === "migrations" ? unfinished(expectation) : []),
    ],
  };
}

async function statementsOf(expectation: Expectation) {
  if (expectation.kind === "schema") return Promise.all(expectation.files.map(readStatements));
  const { applied, folder } = expectation;
  const files = applied.map((one) => ({ path: `${folder}/${one.upFile}`, text: one.up }));
  return (await Promise.all(files.map(readScript))).map((one) => one.statements);
}

/** Versions that are neither applied nor pending: what they have done shows as drift. */
function unfinished({ history }: Extract<Expectation, { kind: "migrations" }>): readonly string[] {
  const applied = new Set(history.applied.map((one) => one.version));
  const begun = new Set(history.statements.map((one) => one.version).filter((one) => !applied.has(one)));
  const reverting = history.applied.filter((one) => one.isReverting).map((one) => one.version);
  return [
    ...[...begun].map((one) => `version ${one} was interrupted; what it has done is not expected`),
    ...reverting.map((one) => `a rollback that takes ${one} back has begun; what it has undone is missing`),
  ];
}
