import type { Node } from "libpg-query";
import { createdName } from "../plan/created-name";
import { droppedNames } from "../plan/dropped-names";
import { singleCommand } from "../plan/single-command";
import { quoted, tableName } from "../plan/table-name";
import { mentions } from "../sql/mentions";
import type { SqlStatement } from "../sql/sql-statement";
import { findRemade, type Remade } from "./find-remade";
import { replacedKeys } from "./replaced-key";
import type { SchemaFacts } from "./schema-facts";

/**
 * Engines drop first and make last, and nothing enforces in between what was dropped. So the two are brought together, after all that does not need the
 * old one gone: an online form then has both at hand, and keeps the old one until the new one is there.
 */
export function closeWindows(statements: readonly SqlStatement[], facts: SchemaFacts): readonly SqlStatement[] {
  // A foreign key is dropped before the key that it refers to: that one has found its place when it is the turn of the foreign key.
  return withReplaced(statements, facts)
    .reverse()
    .reduce((plan, remade) => broughtTogether(plan, remade, facts), statements);
}

/** In the order of their drops. */
function withReplaced(statements: readonly SqlStatement[], facts: SchemaFacts): Remade[] {
  const remade = findRemade(statements, facts);
  const replaced = replacedKeys(statements, facts)
    .filter(({ drop }) => !remade.some((one) => one.drop === drop))
    .map(({ drop, make, old }): Remade => {
      const name = quoted(old.name);
      const before = facts.constraintDefinition(`${old.table}.${name}`) ?? old.definition;
      return { drop, make, tables: [old.table], name: old.name, before };
    });
  return [...remade, ...replaced].sort((one, other) => statements.indexOf(one.drop) - statements.indexOf(other.drop));
}

function broughtTogether(plan: readonly SqlStatement[], remade: Remade, facts: SchemaFacts): readonly SqlStatement[] {
  const { drop, make } = remade;
  const [start, end] = [plan.indexOf(drop), plan.indexOf(make)];
  const between = plan.slice(start + 1, end);
  const needsGone = (one: SqlStatement) => needsItGone(one, remade, facts);
  const blocked = between.findIndex(needsGone);
  const dropped = blocked === -1 ? between.length : blocked;
  const made = Math.max(dropped, between.findLastIndex((one) => isNeeded(one, remade)) + 1);
  const around = between.slice(dropped, made);
  const [needed, rest] = [
    around.filter((one) => isNeeded(one, remade)),
    around.filter((one) => !isNeeded(one, remade)),
  ];
  const isOfOneTable = remade.tables.length === 1;
  const canWait = isOfOneTable && rest.every(isDrop) && !needed.some(needsGone);
  return [
    ...plan.slice(0, start),
    ...between.slice(0, dropped),
    ...(canWait ? [...needed, drop, make, ...rest] : [drop, ...around, make]),
    ...between.slice(made),
    ...plan.slice(end + 1),
  ];
}

/** Columns and whole objects that go may as well go later, and what the new one needs comes before. */
function isDrop({ node }: SqlStatement): boolean {
  return "DropStmt" in node || singleCommand(node)?.command.subtype === "AT_DropColumn";
}

/** Whether PostgreSQL refuses the statement while the old one is there, takes the old one away with it, or builds it anew. In doubt it does. */
export function needsItGone(
  { node }: Pick<SqlStatement, "node">,
  { tables, before }: Pick<Remade, "tables" | "before">,
  facts: SchemaFacts,
): boolean {
  if ("RenameStmt" in node || "AlterObjectSchemaStmt" in node) return true;
  if ("DropStmt" in node) {
    return droppedNames(node.DropStmt).some((parts) => {
      const isKey = tables.slice(1).includes(facts.tableOfOwnIndex(parts.map(quoted).join(".")) ?? "");
      return isKey || mentions(before, parts.at(-1) ?? "");
    });
  }
  return commandsOn(node, tables).some(({ table, command }) => {
    const { subtype = "", name = "" } = command;
    if (ofParents.includes(subtype)) return true;
    if (subtype === "AT_DropConstraint") {
      const isKey = /^(PRIMARY KEY|UNIQUE)/.test(facts.constraintDefinition(`${table}.${quoted(name)}`) ?? "");
      return isKey && tables.slice(1).includes(table);
    }
    if (subtype === "AT_DropNotNull") return before.startsWith("PRIMARY KEY") && mentions(before, name);
    const isBuiltAnew = subtype === "AT_AlterColumnType" && isPlainKey(before);
    return (
      ["AT_DropColumn", "AT_AlterColumnType", "AT_SetExpression"].includes(subtype) &&
      mentions(before, name) &&
      !isBuiltAnew
    );
  });
}

/** A key of columns alone stands for any type; expressions, conditions and operator classes may not. */
function isPlainKey(definition: string): boolean {
  const columns = String.raw`\((?:"(?:[^"]|"")*"|\w+)(?:, (?:"(?:[^"]|"")*"|\w+))*\)`;
  const plain = `^(?:UNIQUE|PRIMARY KEY|CREATE (?:UNIQUE )?INDEX .* USING btree) (?:NULLS NOT DISTINCT )?${columns}(?: INCLUDE ${columns})?`;
  return new RegExp(`${plain}(?: NULLS NOT DISTINCT)?$`).test(definition);
}

/** Whether the new one may have something from the statement. */
function isNeeded({ node }: SqlStatement, { make, tables }: Remade): boolean {
  if ("RenameStmt" in node || "AlterObjectSchemaStmt" in node) return true;
  if ("CreateStmt" in node) return tables.includes(tableName(node.CreateStmt.relation));
  if ("IndexStmt" in node) return tables.slice(1).includes(tableName(node.IndexStmt.relation));
  const created = createdName(node);
  if (created !== undefined) return mentions(make.text, created);
  return commandsOn(node, tables).some(({ table, command: { subtype = "", name, def } }) => {
    if (ofParents.includes(subtype)) return true;
    if (subtype === "AT_AddConstraint") return tables.slice(1).includes(table);
    if (subtype === "AT_DropNotNull") return false;
    const column = def !== undefined && "ColumnDef" in def ? (def.ColumnDef.colname ?? name) : name;
    return column !== undefined && mentions(make.text, column);
  });
}

const ofParents = ["AT_AttachPartition", "AT_DetachPartition", "AT_AddInherit", "AT_DropInherit"];

export function commandsOn(node: Node, tables: readonly string[]) {
  if (!("AlterTableStmt" in node)) return [];
  const table = tableName(node.AlterTableStmt.relation);
  if (!tables.includes(table)) return [];
  const commands = node.AlterTableStmt.cmds ?? [];
  return commands.flatMap((one) => ("AlterTableCmd" in one ? [{ table, command: one.AlterTableCmd }] : []));
}
