import { quoted } from "../plan/table-name";
import { keyColumns } from "../sql/listed-names";
import { bareName } from "../sql/split-name";
import {
  addedForeignKey,
  droppedForeignKey,
  type ForeignKeyBeside,
  foreignKeyBeside,
  validations,
} from "./foreign-key-beside";
import type { KeySwap } from "./key-swap";
import { alone, type OnlineForm, standsApart, together } from "./online-form";
import type { ReplacedKey } from "./replaced-key";
import type { SchemaFacts } from "./schema-facts";
import { shortName } from "./short-name";
import { builtAs, dropped, type Existence, takenOver, type UniqueKey } from "./unique-key";

/**
 * An index that becomes a constraint is taken for it as it is, and nothing is built (PostgreSQL manual, ALTER TABLE, `ADD table_constraint_using_index`).
 * There is no such way from a constraint to an index: what takes over is built beside it, and takes its place in one transaction, in which the foreign
 * keys to it change too. So nothing holds less at any moment, up and down.
 *
 * @param filled bare names of columns that the plan makes NOT NULL before
 */
export function replaceKey(
  { old, next }: ReplacedKey,
  swap: KeySwap,
  filled: ReadonlySet<string>,
  facts: SchemaFacts,
): OnlineForm | undefined {
  const isTaken = isTakenAsItIs({ old, next });
  if (!isTaken && !(next.isBuiltWhereDefault && old.isBuiltWhereDefault)) return undefined;
  if (next.kind === "PRIMARY KEY" && hasNullable(next, filled, facts)) return undefined;
  const keys = swap.drops.flatMap((one) => foreignKeyBeside(one, facts) ?? []);
  const changed = isTaken ? keys.filter((one) => one.before !== one.after) : keys;
  if (isRenamed({ old, next })) return renamed({ old, next }, changed);
  const name = old.name === next.name ? shortName(`${next.name}_next`, next.shape) : next.name;
  const index = isTaken ? old.name : name;
  const parts = [
    ...(isTaken ? [] : [alone(builtAs(next, name))]),
    together(
      ...changed.map((one) => droppedForeignKey(one, "")),
      ...(isTaken ? [] : [dropped(old, "")]),
      ...takeOver(next, index, ""),
      ...next.marks,
      ...changed.map((one) => addedForeignKey(one, one.after)),
    ),
    ...validations(changed, "after"),
  ];
  const isGivenBack = old.kind !== "index" && next.kind === "index" && old.shape === next.shape;
  const before = shortName(`${old.name}_before`, old.shape);
  const undo = [
    ...(isGivenBack ? [] : [alone(builtAs(old, before))]),
    together(
      ...keys.map((one) => droppedForeignKey(one, "IF EXISTS ")),
      ...(isGivenBack
        ? [dropped(old, "IF EXISTS "), ...takeOver(next, name, "IF EXISTS "), takenOver(old, next.name, "IF EXISTS ")]
        : [...goneBefore([old, next], isTaken ? undefined : name), takenOver(old, before, "IF EXISTS ")]),
      ...old.marks,
      ...keys.map((one) => addedForeignKey(one, one.before)),
    ),
    ...validations(keys, "before"),
  ];
  return standsApart(next.table, { parts, undo, unsure: [], cleaning: [] });
}

type Keys = Pick<ReplacedKey, "old" | "next">;

/** Its index stays, so foreign keys to it do not notice. */
export function isTakenAsItIs({ old, next }: Keys): boolean {
  return isRenamed({ old, next }) || (old.kind === "index" && next.kind !== "index" && old.shape === next.shape);
}

function isRenamed({ old, next }: Keys): boolean {
  const isAlike = old.kind === next.kind && old.shape === next.shape && old.deferral === next.deferral;
  return isAlike && old.name !== next.name;
}

function renamed({ old, next }: Keys, keys: readonly ForeignKeyBeside[]): OnlineForm {
  const rename = (one: UniqueKey, other: UniqueKey) =>
    one.kind === "index"
      ? `ALTER INDEX ${one.schema}${quoted(one.name)} RENAME TO ${quoted(other.name)}`
      : `ALTER TABLE ${one.table} RENAME CONSTRAINT ${quoted(one.name)} TO ${quoted(other.name)}`;
  return standsApart(next.table, {
    parts: [
      together(
        ...keys.map((one) => droppedForeignKey(one, "")),
        rename(old, next),
        ...next.marks,
        ...keys.map((one) => addedForeignKey(one, one.after)),
      ),
      ...validations(keys, "after"),
    ],
    undo: [
      together(
        ...keys.map((one) => droppedForeignKey(one, "")),
        rename(next, old),
        ...old.marks,
        ...keys.map((one) => addedForeignKey(one, one.before)),
      ),
      ...validations(keys, "before"),
    ],
    unsure: [],
    cleaning: [],
  });
}

/** An index that was built under its name has it. */
function takeOver(key: UniqueKey, index: string, existence: Existence): readonly string[] {
  return key.kind === "index" && key.name === index ? [] : [takenOver(key, index, existence)];
}

/**
 * The index of a constraint goes with it, and not without it.
 *
 * @param built bare: the index that was to take over
 */
function goneBefore(keys: readonly UniqueKey[], built: string | undefined): readonly string[] {
  const gone = [...keys.filter((one) => one.kind !== "index"), ...keys.filter((one) => one.kind === "index")];
  const left = built === undefined ? [] : [`DROP INDEX IF EXISTS ${keys[0]?.schema}${quoted(built)}`];
  return [...new Set([...gone.map((one) => dropped(one, "IF EXISTS ")), ...left])];
}

function hasNullable(key: UniqueKey, filled: ReadonlySet<string>, facts: SchemaFacts): boolean {
  const columns = keyColumns(facts.constraintAfter(`${key.table}.${quoted(key.name)}`) ?? "");
  return columns.some((one) => !filled.has(bareName(one)) && facts.isNullable(key.table, one) !== false);
}
