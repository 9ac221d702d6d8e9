import type { AlterTableCmd, AlterTableStmt, Constraint, DropStmt, Node } from "libpg-query";
import type { Hazard } from "./hazard";
import { quoted, tableName } from "./table-name";

/** What can be known of a statement from its text alone. `isExisting`: the table was there before the plan, so it may have rows. */
export function findHazards(node: Node, isExisting: (table: string) => boolean): readonly Hazard[] {
  if ("DropStmt" in node) return dropHazards(node.DropStmt);
  if ("AlterTableStmt" in node && node.AlterTableStmt.objtype === "OBJECT_TYPE") {
    return attributeHazards(node.AlterTableStmt);
  }
  if ("AlterTableStmt" in node && isExisting(tableName(node.AlterTableStmt.relation))) {
    return alterHazards(node.AlterTableStmt);
  }
  if ("IndexStmt" in node && !node.IndexStmt.concurrent && isExisting(tableName(node.IndexStmt.relation))) {
    return [blockingBuild(`index ${node.IndexStmt.idxname ?? ""}`, tableName(node.IndexStmt.relation))];
  }
  return [];
}

function dropHazards(drop: DropStmt): readonly Hazard[] {
  const kinds: Readonly<Record<string, string>> = {
    OBJECT_TABLE: "table",
    OBJECT_SCHEMA: "schema",
    OBJECT_SEQUENCE: "sequence",
  };
  const kind = kinds[drop.removeType ?? ""];
  if (kind === undefined) return [];
  return (drop.objects ?? []).map((one) => ({ kind: "DATA_LOSS", text: `drops ${kind} ${objectName(one)}` }));
}

function objectName(node: Node): string {
  if ("String" in node) return quoted(node.String.sval ?? "");
  if (!("List" in node)) return "";
  return (node.List.items ?? []).map(objectName).join(".");
}

function alterHazards(alter: AlterTableStmt): readonly Hazard[] {
  const table = tableName(alter.relation);
  return (alter.cmds ?? []).flatMap((one): readonly Hazard[] =>
    "AlterTableCmd" in one ? commandHazards(one.AlterTableCmd, table) : [],
  );
}

/** A composite type: its values are in columns of tables, and lose what the type loses. */
function attributeHazards(alter: AlterTableStmt): readonly Hazard[] {
  const type = tableName(alter.relation);
  return (alter.cmds ?? []).flatMap((one): readonly Hazard[] => {
    if (!("AlterTableCmd" in one) || one.AlterTableCmd.subtype !== "AT_DropColumn") return [];
    return [{ kind: "DATA_LOSS", text: `drops attribute ${type}.${quoted(one.AlterTableCmd.name ?? "")}` }];
  });
}

function commandHazards(command: AlterTableCmd, table: string): readonly Hazard[] {
  switch (command.subtype) {
    case "AT_DropColumn":
      return [{ kind: "DATA_LOSS", text: `drops column ${table}.${quoted(command.name ?? "")}` }];
    case "AT_SetNotNull":
      return [scan(`SET NOT NULL on ${quoted(command.name ?? "")}`, table)];
    case "AT_AddConstraint":
      return command.def !== undefined && "Constraint" in command.def
        ? constraintHazards(command.def.Constraint, table)
        : [];
    default:
      return [];
  }
}

function constraintHazards(constraint: Constraint, table: string): readonly Hazard[] {
  const name = `constraint ${quoted(constraint.conname ?? "")}`;
  switch (constraint.contype) {
    case "CONSTR_PRIMARY":
    case "CONSTR_UNIQUE":
      return constraint.indexname === undefined ? [blockingBuild(name, table)] : [];
    case "CONSTR_EXCLUSION":
      return [blockingBuild(name, table)];
    case "CONSTR_CHECK":
    case "CONSTR_FOREIGN":
      return constraint.skip_validation ? [] : [scan(name, table)];
    default:
      return [];
  }
}

function blockingBuild(what: string, table: string): Hazard {
  return { kind: "BLOCKING_INDEX_BUILD", text: `building ${what} blocks writes to ${table} until it is done` };
}

function scan(what: string, table: string): Hazard {
  return { kind: "TABLE_SCAN", text: `${what} reads all of ${table} while its lock blocks writes` };
}
