import type { Client } from "pg";
import { diagnostic } from "../../compiler/diagnostics/diagnostic";
import { Refused } from "../../report/refused";
import type { Script } from "../migrations/read-script";
import { isSetting } from "../sql/settings";
import { unqualifiedName } from "../sql/unqualified-name";

/**
 * Scripts are proved where names without a schema are of `public`. A role or a database may have another search path, along which they would be other
 * tables; a script that sets its own is left alone. Reads only. Throws `Refused`.
 */
export async function checkSearchPath(client: Client, scripts: readonly Script[], target: string): Promise<void> {
  const found = scripts.filter(({ statements }) => !statements.some(setsSearchPath)).flatMap(firstUnqualified);
  if (found.length === 0) return;
  const { rows } = await client.query<{ first: string | null; path: string }>(
    "SELECT (current_schemas(false))[1] AS first, current_setting('search_path') AS path",
  );
  const { first = null, path = "" } = rows[0] ?? {};
  // Where there is no schema at all, PostgreSQL refuses the statement itself.
  if (first === null || first === "public") return;
  throw new Refused(
    found.map(({ span, name }) => diagnostic("migration/search-path", span, { name, target, first, path })),
  );
}

function setsSearchPath({ node, text }: Script["statements"][number]): boolean {
  return (isSetting(node) || "SelectStmt" in node) && /\bsearch_path\b/i.test(text);
}

function firstUnqualified({ statements }: Script) {
  for (const { node, span } of statements) {
    const name = unqualifiedName(node);
    if (name !== undefined) return [{ name, span }];
  }
  return [];
}
