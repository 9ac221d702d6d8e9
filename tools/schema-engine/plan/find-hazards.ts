import type {
  AlterObjectSchemaStmt,
  AlterTableCmd,
  AlterTableStmt,
  ColumnDef,
  Constraint,
  DropStmt,
  IndexStmt,
  Node,
  RenameStmt,
} from "libpg-query";
import type { LockMode } from "../trace/lock-mode";
import { accessHazards } from "./access-hazards";
import { counterHazards } from "./counter-hazards";
import { domainHazards } from "./domain-hazards";
import type { Hazard, HazardKind } from "./hazard";
import { objectName } from "./object-name";
import { attachHazards, detachHazards, partitionHazards } from "./partition-hazards";
import { blockingBuild, dependsOnRows, scan } from "./row-hazards";
import { noSurroundings, type Surroundings } from "./surroundings";
import { quoted, tableName } from "./table-name";

/**
 * What can be known of a statement from its text, and from what was around before it. `isExisting`: the table was there before the plan, so
 * it may have rows.
 */
export function findHazards(
  node: Node,
  isExisting: (table: string) => boolean,
  around: Surroundings = noSurroundings,
): readonly Hazard[] {
  const isAsked = ({ kind, object }: Hazard) => !(ofRows.includes(kind) && around.foreignTables.has(object));
  return [
    ...statementHazards(node, isExisting, around).filter(isAsked),
    ...accessHazards(node, around.access),
    ...counterHazards(node, isExisting, around.access.before),
  ];
}

/** Kinds of what PostgreSQL reads the rows for. "Constraints on foreign tables … are not enforced by the core PostgreSQL system" (manual, CREATE FOREIGN TABLE). */
const ofRows: readonly HazardKind[] = ["TABLE_SCAN", "DEPENDS_ON_ROWS"];

function statementHazards(node: Node, isExisting: (table: string) => boolean, around: Surroundings): readonly Hazard[] {
  if ("DropStmt" in node) return dropHazards(node.DropStmt);
  if ("TruncateStmt" in node) return (node.TruncateStmt.relations ?? []).flatMap((one) => emptied(one, isExisting));
  if ("DeleteStmt" in node) return deletions(tableName(node.DeleteStmt.relation), isExisting);
  if ("RenameStmt" in node) return renameHazards(node.RenameStmt, isExisting);
  if ("AlterEnumStmt" in node && node.AlterEnumStmt.oldVal !== undefined) {
    const { typeName = [], oldVal, newVal = "" } = node.AlterEnumStmt;
    const object = typeName.map(objectName).join(".");
    const text = `renames label '${oldVal}' of ${object} to '${newVal}': code that uses the old one fails at once`;
    return [{ kind: "BREAKS_CLIENTS", text, object }];
  }
  if ("AlterObjectSchemaStmt" in node) return moveHazards(node.AlterObjectSchemaStmt, isExisting);
  if ("AlterDomainStmt" in node) return domainHazards(node.AlterDomainStmt, around);
  if ("CreateStmt" in node) return partitionHazards(node.CreateStmt, around);
  if ("AlterTableStmt" in node && node.AlterTableStmt.objtype === "OBJECT_TYPE") {
    return attributeHazards(node.AlterTableStmt);
  }
  if ("AlterTableStmt" in node) return alterHazards(node.AlterTableStmt, isExisting, around);
  if ("IndexStmt" in node && isExisting(tableName(node.IndexStmt.relation)))
    return indexHazards(node.IndexStmt, around);
  return [];
}

function dropHazards(drop: DropStmt): readonly Hazard[] {
  const kinds: Readonly<Record<string, string>> = {
    OBJECT_TABLE: "table",
    OBJECT_SCHEMA: "schema",
    OBJECT_SEQUENCE: "sequence",
  };
  const kind = kinds[drop.removeType ?? ""];
  return (drop.objects ?? []).flatMap((one): readonly Hazard[] => {
    const object = objectName(one);
    if (kind !== undefined) return [{ kind: "DELETES_DATA", text: `drops ${kind} ${object}`, object }];
    if (!seenByClients.includes(drop.removeType ?? "")) return [];
    return [{ kind: "BREAKS_CLIENTS", text: `drops ${object}, which others may use`, object }];
  });
}

const seenByClients = [
  "OBJECT_VIEW",
  "OBJECT_MATVIEW",
  "OBJECT_FUNCTION",
  "OBJECT_PROCEDURE",
  "OBJECT_TYPE",
  "OBJECT_DOMAIN",
];

function emptied(node: Node, isExisting: (table: string) => boolean): readonly Hazard[] {
  return "RangeVar" in node ? deletions(tableName(node.RangeVar), isExisting) : [];
}

function deletions(table: string, isExisting: (table: string) => boolean): readonly Hazard[] {
  return isExisting(table) ? [{ kind: "DELETES_DATA", text: `deletes rows of ${table}`, object: table }] : [];
}

function renameHazards(rename: RenameStmt, isExisting: (table: string) => boolean): readonly Hazard[] {
  const table = tableName(rename.relation);
  const { renameType = "", subname = "", object } = rename;
  if (renameType === "OBJECT_TABLE" && !isExisting(table)) return [];
  const names: Readonly<Record<string, string>> = {
    OBJECT_TABLE: table,
    OBJECT_VIEW: table,
    OBJECT_COLUMN: `${table}.${quoted(subname)}`,
    OBJECT_ATTRIBUTE: `${table}.${quoted(subname)}`,
    OBJECT_SEQUENCE: table,
    OBJECT_SCHEMA: `schema ${quoted(subname)}`,
    OBJECT_TYPE: object === undefined ? "" : objectName(object),
    OBJECT_DOMAIN: object === undefined ? "" : objectName(object),
    OBJECT_FUNCTION: object === undefined ? "" : objectName(object),
    OBJECT_PROCEDURE: object === undefined ? "" : objectName(object),
  };
  const old = names[renameType];
  if (old === undefined) return [];
  const text = `renames ${old} to ${quoted(rename.newname ?? "")}: code that uses the old name fails at once`;
  return [{ kind: "BREAKS_CLIENTS", text, object: old }];
}

/** `SET SCHEMA`, of what clients name. */
function moveHazards(
  { objectType, relation, newschema = "" }: AlterObjectSchemaStmt,
  isExisting: (table: string) => boolean,
): readonly Hazard[] {
  if (relation === undefined || !["OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW"].includes(objectType ?? ""))
    return [];
  const object = tableName(relation);
  if (!isExisting(object)) return [];
  const text = `moves ${object} to schema ${quoted(newschema)}: code that uses the old name fails at once`;
  return [{ kind: "BREAKS_CLIENTS", text, object }];
}

function indexHazards(index: IndexStmt, around: Surroundings): readonly Hazard[] {
  const table = tableName(index.relation);
  const name = index.idxname ?? "";
  // ON ONLY a partitioned table reads nothing and is not valid before those of the partitions are attached.
  if (index.relation?.inh !== true && around.partitionedTables.has(table)) return [];
  return [
    ...(index.concurrent ? [] : [blockingBuild(`index ${name}`, table, "ShareLock")]),
    ...(index.unique ? [dependsOnRows(`the unique index ${name}`, "duplicates", table)] : []),
  ];
}

function alterHazards(
  alter: AlterTableStmt,
  isExisting: (table: string) => boolean,
  around: Surroundings,
): readonly Hazard[] {
  const table = tableName(alter.relation);
  return (alter.cmds ?? []).flatMap((one): readonly Hazard[] => {
    if (!("AlterTableCmd" in one)) return [];
    const { subtype, def } = one.AlterTableCmd;
    if (subtype === "AT_AttachPartition" && def !== undefined && "PartitionCmd" in def) {
      return attachHazards(def.PartitionCmd, table, isExisting, around);
    }
    if (subtype === "AT_DetachPartition" && def !== undefined && "PartitionCmd" in def) {
      return detachHazards(def.PartitionCmd, table, isExisting);
    }
    return isExisting(table) ? commandHazards(one.AlterTableCmd, table, around) : [];
  });
}

/** A composite type: its values are in columns of tables, and lose what the type loses. */
function attributeHazards(alter: AlterTableStmt): readonly Hazard[] {
  const type = tableName(alter.relation);
  return (alter.cmds ?? []).flatMap((one): readonly Hazard[] => {
    if (!("AlterTableCmd" in one) || one.AlterTableCmd.subtype !== "AT_DropColumn") return [];
    const object = `${type}.${quoted(one.AlterTableCmd.name ?? "")}`;
    return [{ kind: "DELETES_DATA", text: `drops attribute ${object}`, object }];
  });
}

function commandHazards(command: AlterTableCmd, table: string, around: Surroundings): readonly Hazard[] {
  const name = quoted(command.name ?? "");
  const object = `${table}.${name}`;
  switch (command.subtype) {
    case "AT_DropColumn":
      return [
        // Whoever adds it again has its values again.
        ...(around.generatedColumns.has(object)
          ? []
          : [{ kind: "DELETES_DATA", text: `drops column ${object}`, object } as const]),
        { kind: "BREAKS_CLIENTS", text: `code that uses column ${object} fails at once`, object },
      ];
    case "AT_AlterColumnType":
      return [
        dependsOnRows(`the new type of ${name}`, "values that it cannot hold", table),
        { kind: "BREAKS_CLIENTS", text: `changes the type of ${object}, which clients may rely on`, object },
      ];
    case "AT_DropNotNull":
      return [{ kind: "BREAKS_CLIENTS", text: `lets ${object} be NULL, which readers may not expect`, object }];
    case "AT_DropInherit": {
      const parent = command.def !== undefined && "RangeVar" in command.def ? tableName(command.def.RangeVar) : "";
      return [{ kind: "BREAKS_CLIENTS", text: `readers of ${parent} miss the rows of ${table}`, object: table }];
    }
    case "AT_SetNotNull":
      return [
        scan(`SET NOT NULL on ${name}`, table, "AccessExclusiveLock"),
        dependsOnRows(`SET NOT NULL on ${name}`, "NULLs", table),
      ];
    case "AT_ValidateConstraint":
      return [dependsOnRows(`validating ${name}`, "rows that break it", table)];
    case "AT_AddColumn":
      return command.def !== undefined && "ColumnDef" in command.def ? columnHazards(command.def.ColumnDef, table) : [];
    case "AT_AddConstraint":
      return command.def !== undefined && "Constraint" in command.def
        ? constraintHazards(command.def.Constraint, table)
        : [];
    default:
      return [];
  }
}

function columnHazards(column: ColumnDef, table: string): readonly Hazard[] {
  const kinds = (column.constraints ?? []).flatMap((one) => ("Constraint" in one ? [one.Constraint.contype] : []));
  const isFilled = ["CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"].some((kind) =>
    kinds.includes(kind as never),
  );
  const isSerial = (column.typeName?.names ?? []).some((one) => /^(small|big)?serial[248]?$/.test(objectName(one)));
  if (!kinds.includes("CONSTR_NOTNULL") && !kinds.includes("CONSTR_PRIMARY")) return [];
  return isFilled || isSerial
    ? []
    : [dependsOnRows(`column ${quoted(column.colname ?? "")} NOT NULL without a default`, "any row", table)];
}

function constraintHazards(constraint: Constraint, table: string): readonly Hazard[] {
  const name = constraint.conname === undefined ? "a constraint" : `constraint ${quoted(constraint.conname)}`;
  switch (constraint.contype) {
    case "CONSTR_PRIMARY":
    case "CONSTR_UNIQUE":
      return constraint.indexname === undefined
        ? [blockingBuild(name, table, "AccessExclusiveLock"), dependsOnRows(name, "duplicates", table)]
        : [];
    case "CONSTR_EXCLUSION":
      return [
        blockingBuild(name, table, "AccessExclusiveLock"),
        dependsOnRows(name, "rows that exclude each other", table),
      ];
    case "CONSTR_CHECK":
    case "CONSTR_FOREIGN":
      return constraint.skip_validation
        ? []
        : [scan(name, table, lockOfConstraint(constraint)), dependsOnRows(name, "rows that break it", table)];
    default:
      return [];
  }
}

function lockOfConstraint({ contype }: Constraint): LockMode {
  return contype === "CONSTR_FOREIGN" ? "ShareRowExclusiveLock" : "AccessExclusiveLock";
}

/** Kinds that a trace on rows knows better than the text. */
export const measuredKinds: readonly HazardKind[] = ["BLOCKING_INDEX_BUILD", "TABLE_SCAN"];
