import type { Client } from "pg";
import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic";
import { Refused } from "../../report/refused";
import type { Script } from "../migrations/read-script";
import { namedRoles } from "../sql/named-roles";
import type { SqlStatement } from "../sql/sql-statement";

/** Roles that scripts name and the target lacks, before the first statement runs. Reads only. Throws `Refused`. */
export async function checkRoles(client: Client, scripts: readonly Script[], target: string): Promise<void> {
  const statements = scripts.flatMap((script) => script.statements);
  const firstPlaces = new Map<string, SqlStatement>();
  for (const statement of statements.filter(needsItsRoles)) {
    for (const { name } of namedRoles(statement.node)) {
      if (!firstPlaces.has(name)) firstPlaces.set(name, statement);
    }
  }
  if (firstPlaces.size === 0) return;
  const { rows } = await client.query<{ name: string }>("SELECT rolname AS name FROM pg_roles");
  const known = new Set(rows.map((row) => row.name));
  const problems = [...firstPlaces].flatMap(([role, { span }]): readonly Diagnostic[] =>
    known.has(role) || statements.some((one) => mayCreate(one, role))
      ? []
      : [diagnostic("migration/unknown-role", span, { role, target, name: client.escapeIdentifier(role) })],
  );
  if (problems.length > 0) throw new Refused(problems);
}

/** `DROP … IF EXISTS` is content without them. */
function needsItsRoles({ node }: SqlStatement): boolean {
  return !Object.values(node).some((one) => typeof one === "object" && "missing_ok" in one && one.missing_ok === true);
}

/** Also from inside of a block, whose text is not parsed: then PostgreSQL has the word. */
function mayCreate({ node, text }: SqlStatement, role: string): boolean {
  if ("CreateRoleStmt" in node) return node.CreateRoleStmt.role === role;
  if ("RenameStmt" in node) return node.RenameStmt.newname === role;
  return ("DoStmt" in node || "CreateFunctionStmt" in node) && text.includes(role);
}
