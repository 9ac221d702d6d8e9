import type { AlterTableCmd, Node } from "libpg-query";
import { droppedNames } from "../plan/dropped-names";
import type { Segment } from "../plan/segment";
import { quoted, tableName } from "../plan/table-name";
import { readStatements } from "../sql/read-statements";

/** Whether the constraint or index of this name does the work of one that is there before and after; `undefined`: it is none of before. */
export type MayHold = (name: string) => boolean | undefined;

const indexKinds = ["index", "constraint"];
const columnKinds = ["column", "constraint"];

/** Of what a transaction can take away from what stays; `undefined`: any kind, also where nothing is known of a statement. */
export async function kindsTaken({ statements }: Segment, mayHold: MayHold): Promise<readonly string[] | undefined> {
  const kinds = new Set<string>();
  for (const { node } of await readStatements({ path: "plan", text: statements.join(";\n") })) {
    const taken = kindsOf(node, mayHold);
    if (taken === undefined) return undefined;
    for (const kind of taken) kinds.add(kind);
  }
  return [...kinds];
}

/** Statements that make, fill, read or describe. */
const harmless = new Set([
  "VariableSetStmt",
  "IndexStmt",
  "CreateStmt",
  "CreateSeqStmt",
  "CreateEnumStmt",
  "CreateDomainStmt",
  "CreateRangeStmt",
  "CompositeTypeStmt",
  "CreateExtensionStmt",
  "AlterEnumStmt",
  "CommentStmt",
  "InsertStmt",
  "RefreshMatViewStmt",
]);

function kindsOf(node: Node, mayHold: MayHold): readonly string[] | undefined {
  const [type = ""] = Object.keys(node);
  if (harmless.has(type)) return [];
  if ("UpdateStmt" in node) return node.UpdateStmt.relation?.relname?.startsWith("pg_") ? undefined : [];
  if ("DropStmt" in node) {
    const { removeType, behavior } = node.DropStmt;
    if (removeType !== "OBJECT_INDEX" || behavior === "DROP_CASCADE") return undefined;
    return droppedNames(node.DropStmt).some((parts) => mayHold(parts.map(quoted).join(".")) !== false)
      ? indexKinds
      : [];
  }
  if ("AlterTableStmt" in node) {
    const { relation, cmds = [], objtype } = node.AlterTableStmt;
    // `ALTER INDEX … ATTACH PARTITION` is one as well.
    if (objtype === "OBJECT_INDEX") return cmds.every(isAttachOfPartition) ? [] : undefined;
    const [table, schema] = [tableName(relation), quoted(relation?.schemaname ?? "public")];
    // The index of a key has its name.
    const mayHoldAny = (name: string) =>
      mayHold(`${table}.${quoted(name)}`) !== false || mayHold(`${schema}.${quoted(name)}`) === true;
    const taken = cmds.map((one) =>
      "AlterTableCmd" in one ? kindsOfCommand(one.AlterTableCmd, mayHoldAny) : undefined,
    );
    return taken.includes(undefined) ? undefined : taken.flatMap((one) => one ?? []);
  }
  if ("RenameStmt" in node && node.RenameStmt.renameType === "OBJECT_INDEX") return indexKinds;
  return undefined;
}

function isAttachOfPartition(command: Node): boolean {
  return "AlterTableCmd" in command && command.AlterTableCmd.subtype === "AT_AttachPartition";
}

const harmlessCommands = new Set([
  "AT_AddColumn",
  "AT_ValidateConstraint",
  "AT_SetNotNull",
  "AT_SetStatistics",
  "AT_SetStorage",
  "AT_AddIdentity",
  "AT_EnableRowSecurity",
  "AT_ForceRowSecurity",
]);

function kindsOfCommand(
  { subtype = "AT_AddColumn", name = "", behavior, def }: AlterTableCmd,
  mayHold: (constraint: string) => boolean,
): readonly string[] | undefined {
  if (harmlessCommands.has(subtype)) return [];
  switch (subtype) {
    case "AT_AddConstraint":
      // An index that becomes a constraint's loses its own name.
      return def !== undefined && "Constraint" in def && def.Constraint.indexname !== undefined ? indexKinds : [];
    case "AT_DropConstraint":
      if (behavior === "DROP_CASCADE") return undefined;
      return mayHold(name) ? [...columnKinds, ...indexKinds] : [];
    case "AT_ColumnDefault":
      return def === undefined ? columnKinds : [];
    case "AT_DropNotNull":
      return columnKinds;
    case "AT_ReplicaIdentity":
      return ["table", ...indexKinds];
    default:
      return undefined;
  }
}
