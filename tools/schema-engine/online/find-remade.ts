import { droppedNames } from "../plan/dropped-names";
import { droppedTables } from "../plan/dropped-tables";
import { singleCommand } from "../plan/single-command";
import { quoted, tableName } from "../plan/table-name";
import type { SqlStatement } from "../sql/sql-statement";
import type { SchemaFacts } from "./schema-facts";

/** An index or a constraint that a plan drops and makes again in another form. */
export interface Remade {
  readonly drop: SqlStatement;
  readonly make: SqlStatement;
  /** Its own, first, and the ones that a foreign key refers to before and after. */
  readonly tables: readonly string[];
  readonly name: string;
  /** PostgreSQL's words for the old one. */
  readonly before: string;
}

/** In the order of their drops. */
export function findRemade(statements: readonly SqlStatement[], facts: SchemaFacts): readonly Remade[] {
  return statements.flatMap((drop, index) => {
    const after = statements.slice(index + 1);
    return remadeIndex(drop, after, facts) ?? remadeConstraint(drop, after, facts) ?? [];
  });
}

function remadeIndex(drop: SqlStatement, after: readonly SqlStatement[], facts: SchemaFacts): Remade | undefined {
  if (!("DropStmt" in drop.node) || drop.node.DropStmt.removeType !== "OBJECT_INDEX") return undefined;
  const [parts, second] = droppedNames(drop.node.DropStmt);
  const name = parts?.at(-1);
  if (parts === undefined || name === undefined || second !== undefined) return undefined;
  const before = facts.indexDefinition(parts.map(quoted).join("."));
  for (const make of after) {
    if (!("IndexStmt" in make.node) || make.node.IndexStmt.idxname !== name) continue;
    const table = tableName(make.node.IndexStmt.relation);
    const isOfTable = before?.includes(` ON ${table} `) || before?.includes(` ON ONLY ${table} `);
    return before === undefined || !isOfTable ? undefined : { drop, make, tables: [table], name, before };
  }
  return undefined;
}

function remadeConstraint(drop: SqlStatement, after: readonly SqlStatement[], facts: SchemaFacts): Remade | undefined {
  const dropped = singleCommand(drop.node);
  if (dropped?.command.subtype !== "AT_DropConstraint" || dropped.command.behavior === "DROP_CASCADE") return undefined;
  const { table, command } = dropped;
  const name = command.name ?? "";
  const before = facts.constraintDefinition(`${table}.${quoted(name)}`);
  if (before === undefined) return undefined;
  for (const make of after) {
    const added = singleCommand(make.node);
    const def = added?.table === table && added.command.subtype === "AT_AddConstraint" ? added.command.def : undefined;
    if (def === undefined || !("Constraint" in def) || def.Constraint.conname !== name) continue;
    const referred = [
      ...(/ REFERENCES (.+?)\(/.exec(before)?.slice(1) ?? []),
      ...(def.Constraint.pktable === undefined ? [] : [tableName(def.Constraint.pktable)]),
    ];
    // It has to be away while its table, or the one that it refers to, is made again.
    const tables = [table, ...referred];
    const between = after.slice(0, after.indexOf(make));
    if (between.some((one) => droppedTables(one.node).some((dropped) => tables.includes(dropped)))) return undefined;
    return { drop, make, tables, name, before };
  }
  return undefined;
}
