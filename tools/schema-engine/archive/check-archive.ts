import type { Client } from "pg";
import { diagnostic } from "../../compiler/diagnostics/diagnostic";
import { archiveSchema } from "../../postgres/archive-schema";
import { Refused } from "../../report/refused";
import type { Script } from "../migrations/read-script";
import { droppedNames } from "../plan/dropped-names";
import { quoted } from "../plan/table-name";

/** That what scripts of the way back take from the archive is still there, before the first of them runs. Reads only. Throws `Refused`. */
export async function checkArchive(client: Client, scripts: readonly Script[], target: string): Promise<void> {
  const taken = scripts.flatMap(({ statements }) =>
    statements.flatMap(({ node, span }) => {
      if (!("DropStmt" in node) || node.DropStmt.missing_ok === true) return [];
      const stores = droppedNames(node.DropStmt).filter(([schema]) => schema === archiveSchema);
      return stores.map((parts) => ({ store: parts.map(quoted).join("."), span }));
    }),
  );
  if (taken.length === 0) return;
  const { rows } = await client.query<{ store: string }>(
    "SELECT store FROM unnest($1::text[]) AS store WHERE to_regclass(store) IS NULL",
    [taken.map((one) => one.store)],
  );
  const gone = taken.filter(({ store }) => rows.some((row) => row.store === store));
  if (gone.length > 0)
    throw new Refused(gone.map(({ store, span }) => diagnostic("migration/archive-gone", span, { store, target })));
}
