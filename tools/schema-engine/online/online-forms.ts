import type { DropStmt, IndexStmt, Node } from "libpg-query";
import { droppedNames } from "../plan/dropped-names";
import { singleCommand } from "../plan/single-command";
import { quoted, tableName } from "../plan/table-name";
import type { SqlStatement } from "../sql/sql-statement";
import { unquoted } from "../sql/unquoted";
import { addColumn } from "./add-column";
import { addConstraint } from "./add-constraint";
import { buildIndex } from "./build-index";
import { dropIndex } from "./drop-index";
import { identityOf } from "./keep-identities";
import { type KeySwap, keySwap } from "./key-swap";
import { type OnlineForm, together } from "./online-form";
import { isTakenAsItIs, replaceKey } from "./replace-key";
import { replacePartitionedIndex } from "./replace-partitioned-index";
import { type ReplacedKey, replacedKeys } from "./replaced-key";
import type { SchemaFacts } from "./schema-facts";
import { setNotNull } from "./set-not-null";

/**
 * `all` rewrites every change that has an online form; `together` does, but has all that is quick in one transaction; `builds` rewrites only indexes of
 * plain tables, new and changed, whose form is never in doubt; `none` nothing.
 */
export type OnlineScope = "all" | "together" | "builds" | "none";

/** The statements of a plan with their online form, where there is one and it is worth having. */
export function onlineForms(
  statements: readonly SqlStatement[],
  facts: SchemaFacts,
  scope: OnlineScope,
): ReadonlyMap<SqlStatement, OnlineForm> {
  const forms = new Map<SqlStatement, OnlineForm>();
  if (scope === "none") return forms;
  const replaced = scope === "builds" ? [] : replacedKeys(statements, facts);
  for (const [index, statement] of statements.entries()) {
    if (forms.has(statement)) continue;
    const identified = identityOf(statement);
    // In one transaction with what is quick, the form may be given up for the plain one.
    if (identified !== undefined && scope !== "together" && isSaid(statement, forms)) {
      forms.set(statement, movedAway(identified));
      continue;
    }
    const found =
      scope !== "builds"
        ? formOf(statement, statements.slice(0, index), statements.slice(index + 1), facts, forms, replaced)
        : buildOf(statement, statements.slice(index + 1), facts);
    if (found !== undefined) forms.set(statement, found);
  }
  return forms;
}

/** By the form of a change before it. */
function isSaid({ text }: SqlStatement, forms: ReadonlyMap<SqlStatement, OnlineForm>): boolean {
  const said = ({ later, last = [], whenValid = [], apart }: OnlineForm) =>
    [...later, ...last, ...(apart?.parts ?? [])].flatMap(({ statements }) => statements).concat(whenValid);
  return [...forms.values()].some((form) => said(form).some((one) => unquoted(one) === unquoted(text)));
}

function buildOf(
  { text, node }: SqlStatement,
  after: readonly SqlStatement[],
  facts: SchemaFacts,
): OnlineForm | undefined {
  if ("DropStmt" in node) {
    const next = rebuilt(node.DropStmt, after);
    return next === undefined ? undefined : dropIndex(node.DropStmt, facts, next);
  }
  if (!("IndexStmt" in node) || facts.isPartitionedTable(tableName(node.IndexStmt.relation))) return undefined;
  return buildIndex(text, node.IndexStmt, facts);
}

function formOf(
  statement: SqlStatement,
  before: readonly SqlStatement[],
  after: readonly SqlStatement[],
  facts: SchemaFacts,
  forms: Map<SqlStatement, OnlineForm>,
  replaced: readonly ReplacedKey[],
): OnlineForm | undefined {
  const { text, node } = statement;
  const found = replaced.find((one) => one.make === statement);
  const replacement = found && replacementOf(found, before, after, facts, forms);
  if (replacement !== undefined) return replacement;
  if ("IndexStmt" in node)
    return replacedPartitioned(node.IndexStmt, before, facts, forms) ?? buildIndex(text, node.IndexStmt, facts);
  if ("DropStmt" in node) return dropIndex(node.DropStmt, facts, rebuilt(node.DropStmt, after));
  const single = singleCommand(node);
  if (single === undefined) return undefined;
  const { table, command } = single;
  const { subtype, def, name } = command;
  if (subtype === "AT_SetNotNull" && name !== undefined) return setNotNull(table, name, facts);
  if (subtype === "AT_AddColumn" && def !== undefined && "ColumnDef" in def)
    return addColumn(text, table, def.ColumnDef, facts);
  if (subtype === "AT_ValidateConstraint" && name !== undefined) return validatedApart(text, table, name);
  if (subtype !== "AT_AddConstraint" || def === undefined || !("Constraint" in def)) return undefined;
  const dropped = before.findIndex((one) => isDropOf(one.node, table, def.Constraint.conname));
  const filled = new Set(before.flatMap((one) => filledColumn(one.node, table) ?? []));
  const swap =
    dropped === -1
      ? undefined
      : keySwap(before.slice(0, dropped + 1), after, facts, (one) => foreignKeyForm(one, facts));
  const form = addConstraint({ sql: text, table, constraint: def.Constraint, filled, swap }, facts);
  // The index of the new constraint is built while the old one still holds; its drop moves to the end.
  if (form !== undefined && swap !== undefined && form.isReferredTo) {
    moveAway(swap, table, forms);
  }
  return form;
}

/** An index that stays one has a form of its own, unless foreign keys to it have to change in the moment in which it does. */
function replacementOf(
  found: ReplacedKey,
  before: readonly SqlStatement[],
  after: readonly SqlStatement[],
  facts: SchemaFacts,
  forms: Map<SqlStatement, OnlineForm>,
): OnlineForm | undefined {
  const { drop, old, next } = found;
  // A foreign key to an index that is taken as it is does not notice.
  const staysAsItIs = (one: SqlStatement) => {
    const { name = "", definition } = addedConstraint(one, facts) ?? {};
    return isTakenAsItIs(found) && definition !== undefined && definition === facts.constraintDefinition(name);
  };
  const swap = keySwap(before.slice(0, before.indexOf(drop) + 1), after, facts, (one) =>
    staysAsItIs(one) ? movedAway(next.table) : foreignKeyForm(one, facts),
  );
  const isOfForeignKeys = swap.drops.length > 1;
  if (old.kind === "index" && next.kind === "index" && !isOfForeignKeys && !isTakenAsItIs(found)) return undefined;
  const filled = new Set(before.flatMap((one) => filledColumn(one.node, next.table) ?? []));
  const form = replaceKey(found, swap, filled, facts);
  if (form !== undefined) moveAway(swap, next.table, forms);
  return form;
}

/** An index of a partitioned table that the plan drops before. */
function replacedPartitioned(
  index: IndexStmt,
  before: readonly SqlStatement[],
  facts: SchemaFacts,
  forms: Map<SqlStatement, OnlineForm>,
): OnlineForm | undefined {
  const table = tableName(index.relation);
  if (!facts.isPartitionedTable(table) || index.idxname === undefined) return undefined;
  const name = tableName({ ...index.relation, relname: index.idxname });
  const [old, next] = [facts.partitionedIndexBefore(name), facts.partitionedIndexAfter(name)];
  const drop = before.find(({ node }) => {
    const names = "DropStmt" in node && node.DropStmt.removeType === "OBJECT_INDEX" ? droppedNames(node.DropStmt) : [];
    return names.length === 1 && names[0]?.map(quoted).join(".") === name;
  });
  if (old === undefined || next === undefined || drop === undefined) return undefined;
  const form = replacePartitionedIndex(table, old, next, facts.isOfKnownTable);
  if (form !== undefined) forms.set(drop, movedAway(table));
  return form;
}

/** One that can share the transaction of another change. */
function foreignKeyForm(make: SqlStatement, facts: SchemaFacts): OnlineForm | undefined {
  const form = formOf(make, [], [], facts, new Map(), []);
  return form?.apart === undefined ? form : undefined;
}

function addedConstraint({ node }: SqlStatement, facts: SchemaFacts) {
  const { table = "", command } = singleCommand(node) ?? {};
  const def = command?.subtype === "AT_AddConstraint" ? command.def : undefined;
  if (def === undefined || !("Constraint" in def)) return undefined;
  const name = `${table}.${quoted(def.Constraint.conname ?? "")}`;
  return { name, definition: facts.constraintAfter(name) };
}

function moveAway({ drops, foreignKeys }: KeySwap, table: string, forms: Map<SqlStatement, OnlineForm>): void {
  for (const one of [...drops, ...foreignKeys.map(({ make }) => make)]) forms.set(one, movedAway(table));
}

/** In a transaction of its own, so that it does not read under the locks of others. */
function validatedApart(sql: string, table: string, name: string): OnlineForm {
  const later = [together(sql)];
  return { inPlace: [], later, table, names: [name], columns: [], isReferredTo: false, unsure: [], cleaning: [] };
}

function filledColumn(node: Node, table: string): string | undefined {
  const single = singleCommand(node);
  if (single?.table !== table) return undefined;
  const { subtype, name, def } = single.command;
  if (subtype === "AT_SetNotNull") return name;
  const column = subtype === "AT_AddColumn" && def !== undefined && "ColumnDef" in def ? def.ColumnDef : undefined;
  const isNotNull = (column?.constraints ?? []).some(
    (one) => "Constraint" in one && ["CONSTR_NOTNULL", "CONSTR_IDENTITY"].includes(one.Constraint.contype ?? ""),
  );
  return isNotNull ? column?.colname : undefined;
}

function movedAway(table: string): OnlineForm {
  return { inPlace: [], later: [], table, names: [], columns: [], isReferredTo: false, unsure: [], cleaning: [] };
}

/** The text of the statement that builds an index of this name again. */
function rebuilt(drop: DropStmt, after: readonly SqlStatement[]): string | undefined {
  const name = droppedNames(drop)[0]?.at(-1);
  return after.find(({ node }) => "IndexStmt" in node && node.IndexStmt.idxname === name)?.text;
}

function isDropOf(node: Node, table: string, constraint: string | undefined): boolean {
  const single = singleCommand(node);
  if (single === undefined || single.table !== table) return false;
  const { subtype, name, behavior } = single.command;
  return subtype === "AT_DropConstraint" && name === constraint && behavior !== "DROP_CASCADE";
}
