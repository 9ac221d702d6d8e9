import { singleCommand } from "../plan/single-command";
import { quoted } from "../plan/table-name";
import type { SqlStatement } from "../sql/sql-statement";
import type { OnlineForm } from "./online-form";
import type { SchemaFacts } from "./schema-facts";

/** A key that is dropped and made again, with the foreign keys that go with it: all of it shares the transaction in which the new key takes over. */
export interface KeySwap {
  /** The key itself last. */
  readonly drops: readonly SqlStatement[];
  readonly foreignKeys: readonly ForeignKeyMade[];
}

interface ForeignKeyMade {
  readonly make: SqlStatement;
  readonly form: OnlineForm;
}

/**
 * Only foreign keys right beside the key: what else stands there may need them gone, or them.
 *
 * @param before ends with the drop of the key
 * @param after what follows the new key
 * @param formOf of the new foreign key; none: its rows are checked at once, which takes too long for a swap
 */
export function keySwap(
  before: readonly SqlStatement[],
  after: readonly SqlStatement[],
  facts: SchemaFacts,
  formOf: (make: SqlStatement) => OnlineForm | undefined,
): KeySwap {
  const drops = before.slice(0, -1).flatMap((drop, index, all) => {
    const isBeside = all.slice(index).every((one) => foreignKeyDropped(one, facts) !== undefined);
    const name = foreignKeyDropped(drop, facts);
    return isBeside && name !== undefined ? [{ drop, name }] : [];
  });
  const names = new Set(drops.map((one) => one.name));
  const end = after.findIndex((one) => !names.has(foreignKeyMade(one) ?? ""));
  const made = after.slice(0, end === -1 ? undefined : end).flatMap((make) => {
    const form = formOf(make);
    return form === undefined ? [] : [{ make, form, name: foreignKeyMade(make) }];
  });
  const swapped = drops.filter(({ name }) => made.some((one) => one.name === name));
  return { drops: [...swapped.map((one) => one.drop), ...before.slice(-1)], foreignKeys: made };
}

function foreignKeyDropped({ node }: SqlStatement, facts: SchemaFacts): string | undefined {
  const single = singleCommand(node);
  if (single?.command.subtype !== "AT_DropConstraint" || single.command.behavior === "DROP_CASCADE") return undefined;
  const name = `${single.table}.${quoted(single.command.name ?? "")}`;
  return facts.constraintDefinition(name)?.startsWith("FOREIGN KEY") ? name : undefined;
}

function foreignKeyMade({ node }: SqlStatement): string | undefined {
  const single = singleCommand(node);
  const def = single?.command.subtype === "AT_AddConstraint" ? single.command.def : undefined;
  if (single === undefined || def === undefined || !("Constraint" in def)) return undefined;
  return def.Constraint.contype === "CONSTR_FOREIGN"
    ? `${single.table}.${quoted(def.Constraint.conname ?? "")}`
    : undefined;
}
