import type { Node } from "libpg-query";
import { createdName } from "../plan/created-name";
import { droppedNames } from "../plan/dropped-names";
import { singleCommand } from "../plan/single-command";
import { quoted, tableName } from "../plan/table-name";
import { mentions } from "../sql/mentions";
import { bareName } from "../sql/split-name";
import type { SqlStatement } from "../sql/sql-statement";
import { needsCommitAfter, transactionNeed } from "../sql/transaction-need";
import { commandsOn, needsItGone } from "./close-windows";
import type { OnlineForm } from "./online-form";
import type { SchemaFacts } from "./schema-facts";

/** A plan in three: what takes its time before the one transaction of all that is quick, and what takes it after. */
export interface KeptTogether {
  readonly before: readonly SqlStatement[];
  readonly together: readonly SqlStatement[];
  readonly after: readonly SqlStatement[];
  /** Without those that something in the transaction needs and that cannot come before it. */
  readonly forms: ReadonlyMap<SqlStatement, OnlineForm>;
}

/**
 * Engines drop first and make last, and what takes its time stands between. So it is put after what is quick, or before where that needs it: what the
 * plan drops and makes again is then away within one transaction only, which nobody sees. What can be neither is done in its plain form, in the
 * transaction. In doubt a statement needs no other: the proof finds what was wrong.
 */
export function keepTogether(
  statements: readonly SqlStatement[],
  online: ReadonlyMap<SqlStatement, OnlineForm>,
  facts: SchemaFacts,
): KeptTogether {
  const forms = new Map(online);
  const order = new Map(statements.map((one, index) => [one, index]));
  const places = new Map(statements.map((one) => [one, firstPlace(one, forms.get(one))]));
  // An index that is renamed for another to take its place goes where that goes.
  const withPartner = (one: SqlStatement) => statements.filter((other) => other === one || isSameIndex(other, one));
  const makePlain = (one: SqlStatement) => {
    for (const other of withPartner(one)) {
      forms.delete(other);
      places.set(other, "together");
    }
  };
  for (const slow of statements) {
    if (places.get(slow) === "after" && isRemadeOfPlain(slow, statements, places)) makePlain(slow);
  }
  const asked = statements.filter((one) => places.get(one) === "together");
  for (const one of asked) {
    const earlier = statements.slice(0, order.get(one)).filter((slow) => places.get(slow) === "after");
    for (const slow of earlier) {
      if (places.get(slow) !== "after" || places.get(one) !== "together") continue;
      if (!needs(one, slow, forms.get(slow), facts)) continue;
      const moved = withPartner(slow);
      const hindering = moved.some((each) =>
        statements
          .slice(0, order.get(each))
          .some((other) => !moved.includes(other) && places.get(other) !== "before" && comesBefore(other, each, facts)),
      );
      if (!hindering) for (const each of moved) places.set(each, "before");
      else if (canFollow(one, facts)) places.set(one, "after");
      else if (forms.get(slow)?.apart === undefined && transactionNeed(slow.node) !== "alone") {
        makePlain(slow);
        asked.push(...moved);
      }
    }
  }
  const at = (place: Place) => statements.filter((one) => places.get(one) === place);
  return { before: at("before"), together: at("together"), after: at("after"), forms };
}

type Place = "before" | "together" | "after";

function firstPlace({ node }: SqlStatement, form: OnlineForm | undefined): Place {
  if (form === undefined) return transactionNeed(node) === "alone" || needsCommitAfter(node) ? "after" : "together";
  if (form.undo !== undefined) return "before";
  if (form.apart === undefined && form.later.length === 0 && form.last === undefined) return "together";
  return isBegunAtOnce(node) ? "together" : "after";
}

/** NOT VALID binds new rows, and a column is there: what follows later only finishes it. */
function isBegunAtOnce(node: Node): boolean {
  const { subtype, def } = singleCommand(node)?.command ?? {};
  if (subtype === "AT_AddColumn") return true;
  if (subtype !== "AT_AddConstraint" || def === undefined || !("Constraint" in def)) return false;
  return ["CONSTR_CHECK", "CONSTR_FOREIGN"].includes(def.Constraint.contype ?? "");
}

/** Whether what it makes was there under the same name, and goes in the transaction. */
function isRemadeOfPlain(
  slow: SqlStatement,
  statements: readonly SqlStatement[],
  places: ReadonlyMap<SqlStatement, Place>,
): boolean {
  const earlier = statements.slice(0, statements.indexOf(slow));
  return earlier.some(
    (one) => places.get(one) === "together" && (isSameIndex(one, slow) || undoes(one.node, slow.node)),
  );
}

function isSameIndex({ node }: SqlStatement, other: SqlStatement): boolean {
  const [name, second] = [indexName(node), indexName(other.node)];
  return name !== undefined && name === second && node !== other.node;
}

/** Bare. */
function indexName(node: Node): string | undefined {
  if ("IndexStmt" in node) return node.IndexStmt.idxname;
  return "DropStmt" in node && node.DropStmt.removeType === "OBJECT_INDEX"
    ? droppedNames(node.DropStmt)[0]?.at(-1)
    : undefined;
}

function undoes(drop: Node, make: Node): boolean {
  const [dropped, made] = [singleCommand(drop), singleCommand(make)];
  if (dropped === undefined || made === undefined || dropped.table !== made.table) return false;
  const { subtype, name } = dropped.command;
  if (subtype === "AT_DropNotNull") return made.command.subtype === "AT_SetNotNull" && made.command.name === name;
  const def = made.command.subtype === "AT_AddConstraint" ? made.command.def : undefined;
  return subtype === "AT_DropConstraint" && def !== undefined && "Constraint" in def && def.Constraint.conname === name;
}

/** Whether a quick statement fails, or does something else, before a slow one that the plan has before it. */
function needs(
  { node, text }: SqlStatement,
  slow: SqlStatement,
  form: OnlineForm | undefined,
  facts: SchemaFacts,
): boolean {
  const names = [...(form?.names ?? []), ...[indexName(slow.node) ?? []].flat()];
  if (names.some((name) => mentions(text, name))) return true;
  const table = form?.table;
  if (table === undefined) return false;
  if ("RenameStmt" in node || "AlterObjectSchemaStmt" in node) return mentions(text, bareName(table));
  if ("DropStmt" in slow.node) {
    const parts = droppedNames(slow.node.DropStmt)[0] ?? [];
    const before = facts.indexDefinition(parts.map(quoted).join("."));
    const isRoutine = "DropStmt" in node && routines.includes(node.DropStmt.removeType ?? "");
    // A column may have the name of a function.
    if (isRoutine && before !== undefined) {
      return droppedNames(node.DropStmt).some((parts) => before.includes(`${quoted(parts.at(-1) ?? "")}(`));
    }
    return before !== undefined && needsItGone({ node }, { tables: [table], before }, facts);
  }
  const commands = commandsOn(node, [table]);
  if (commands.some(({ command }) => ofWhole.includes(command.subtype ?? ""))) {
    return true;
  }
  if (!form?.isReferredTo || !mentions(text, bareName(table))) return false;
  return /\bREFERENCES\b|\bGROUP\s+BY\b|\bON\s+CONFLICT\b/i.test(text);
}

const routines = ["OBJECT_FUNCTION", "OBJECT_AGGREGATE", "OBJECT_PROCEDURE", "OBJECT_ROUTINE"];

/** NOT NULL, keys and indexes are asked for by these. */
const ofWhole = ["AT_AttachPartition", "AT_AddInherit", "AT_AddIdentity", "AT_ClusterOn", "AT_ReplicaIdentity"];

/** Whether a slow statement needs one that the plan has before it. */
function comesBefore({ node, text }: SqlStatement, slow: SqlStatement, facts: SchemaFacts): boolean {
  const created = createdName(node);
  if (created !== undefined && mentions(slow.text, created)) return true;
  const named = "DropStmt" in node ? droppedNames(node.DropStmt).flatMap((parts) => parts.at(-1) ?? []) : [];
  if (named.some((name) => mentions(slow.text, name))) return true;
  const table = tableOf(slow.node, facts);
  if (table === undefined) return true;
  if ("CreateStmt" in node) return tableName(node.CreateStmt.relation) === table;
  if ("RenameStmt" in node || "AlterObjectSchemaStmt" in node) return mentions(text, bareName(table));
  return commandsOn(node, [table]).some(({ command: { name, def, subtype } }) => {
    if (subtype === "AT_DropConstraint") return true;
    const column = def !== undefined && "ColumnDef" in def ? (def.ColumnDef.colname ?? name) : name;
    return column !== undefined && mentions(slow.text, column);
  });
}

function tableOf(node: Node, facts: SchemaFacts): string | undefined {
  if ("IndexStmt" in node) return tableName(node.IndexStmt.relation);
  if ("DropStmt" in node) {
    const parts = droppedNames(node.DropStmt)[0] ?? [];
    return facts.tableOfOwnIndex((parts.length === 1 ? ["public", ...parts] : parts).map(quoted).join("."));
  }
  return singleCommand(node)?.table;
}

/** What was not there before may come later. */
function canFollow({ node }: SqlStatement, facts: SchemaFacts): boolean {
  if ("CommentStmt" in node) return true;
  const single = singleCommand(node);
  if (single === undefined) return false;
  const { subtype = "", def } = single.command;
  if (["AT_ClusterOn", "AT_ReplicaIdentity"].includes(subtype)) return true;
  if (subtype !== "AT_AddConstraint" || def === undefined || !("Constraint" in def)) return false;
  return facts.constraintDefinition(`${single.table}.${quoted(def.Constraint.conname ?? "")}`) === undefined;
}
