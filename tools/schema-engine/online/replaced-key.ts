import { droppedNames } from "../plan/dropped-names";
import { singleCommand } from "../plan/single-command";
import { quoted, tableName } from "../plan/table-name";
import type { SqlStatement } from "../sql/sql-statement";
import type { SchemaFacts } from "./schema-facts";
import type { UniqueKey } from "./unique-key";

/** A unique index or a key of a plain table that the plan drops, and the one that it makes in its place. */
export interface ReplacedKey {
  readonly drop: SqlStatement;
  readonly make: SqlStatement;
  readonly old: UniqueKey;
  readonly next: UniqueKey;
}

/** Of one name, or alike but for their names; no constraint that stays one, whose form is another. In the order of their drops. */
export function replacedKeys(statements: readonly SqlStatement[], facts: SchemaFacts): readonly ReplacedKey[] {
  const taken = new Set<SqlStatement>();
  const allMade = statements.flatMap((make, place) => {
    const next = madeKey(make, facts);
    return next === undefined ? [] : [{ make, next, place }];
  });
  return statements.flatMap((drop, index) => {
    const old = allMade.length === 0 ? undefined : droppedKey(drop, facts);
    if (old === undefined || !facts.isPlainTable(old.table)) return [];
    const made = allMade.filter(
      ({ make, next, place }) => place > index && next.table === old.table && !taken.has(make),
    );
    const isNew = ({ next }: (typeof made)[number]) => facts.keyBefore(keyName(next)) === undefined;
    const found =
      made.find(({ next }) => next.name === old.name) ?? made.find((one) => one.next.shape === old.shape && isNew(one));
    if (found === undefined || (found.next.name === old.name && old.kind !== "index" && found.next.kind !== "index"))
      return [];
    taken.add(found.make);
    return [{ drop, old, make: found.make, next: found.next }];
  });
}

const keyName = ({ schema, name }: UniqueKey) => `${schema}${quoted(name)}`;

function droppedKey({ node }: SqlStatement, facts: SchemaFacts): UniqueKey | undefined {
  if ("DropStmt" in node) {
    const { removeType, behavior } = node.DropStmt;
    const [parts, second] = droppedNames(node.DropStmt);
    if (removeType !== "OBJECT_INDEX" || behavior === "DROP_CASCADE" || parts === undefined || second !== undefined)
      return undefined;
    const found = facts.keyBefore((parts.length === 1 ? ["public", ...parts] : parts).map(quoted).join("."));
    return found?.kind === "index" ? found : undefined;
  }
  const single = singleCommand(node);
  if (single?.command.subtype !== "AT_DropConstraint" || single.command.behavior === "DROP_CASCADE") return undefined;
  const found = facts.keyBefore(`${schemaOf(single.table)}${quoted(single.command.name ?? "")}`);
  return found?.kind === "index" || found?.table !== single.table ? undefined : found;
}

function madeKey({ node }: SqlStatement, facts: SchemaFacts): UniqueKey | undefined {
  if ("IndexStmt" in node) {
    const { relation, idxname = "", unique, concurrent } = node.IndexStmt;
    const found = facts.keyAfter(tableName({ ...relation, relname: idxname }));
    return unique && !concurrent && found?.kind === "index" ? found : undefined;
  }
  const single = singleCommand(node);
  const def = single?.command.subtype === "AT_AddConstraint" ? single.command.def : undefined;
  if (single === undefined || def === undefined || !("Constraint" in def) || def.Constraint.indexname) return undefined;
  const found = facts.keyAfter(`${schemaOf(single.table)}${quoted(def.Constraint.conname ?? "")}`);
  return found?.kind === "index" || found?.table !== single.table ? undefined : found;
}

function schemaOf(table: string): string {
  return /^(?:"(?:[^"]|"")*"|[^".]+)\./.exec(table)?.[0] ?? "";
}
