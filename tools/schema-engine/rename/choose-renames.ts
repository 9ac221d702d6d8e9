import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic";
import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { quoted } from "../plan/table-name";
import { nameParts } from "./name-parts";
import type { RenameDeclaration, RenameStep } from "./rename-declaration";

export interface ChosenRenames {
  /** In an order in which they can run. */
  readonly steps: readonly RenameStep[];
  /** Declarations that fit neither side. */
  readonly warnings: readonly Diagnostic[];
  /** Declarations whose new name is somebody else's: to read them over would keep or drop the wrong values. */
  readonly problems: readonly Diagnostic[];
}

/** Names by the key of what holds them: tables of their schema, columns of their table. */
type Names = Map<string, Set<string>>;

interface Wanted {
  readonly declaration: RenameDeclaration;
  /** Keys of what holds the old and the new name. */
  readonly oldHolder: string;
  readonly holder: string;
  readonly old: string;
  readonly now: string;
}

/** What declarations mean for a plan from one schema to another; one that *from* has carried out already means nothing. */
export function chooseRenames(
  declarations: readonly RenameDeclaration[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): ChosenRenames {
  const tables = declarations.filter((one) => one.column === undefined).map(wantedTable);
  const columns = declarations.filter((one) => one.column !== undefined).map(wantedColumn);
  const [names, goal] = [tablesOf(from), tablesOf(to)];
  const schemas = new Set(names.keys());
  const chosenTables = inOrder(tables, names, goal, (one) => goal.has(one.holder));
  const [columnNames, columnGoal] = [columnsOf(from), columnsOf(to)];
  for (const { oldHolder, holder, old, now } of chosenTables) {
    const [before, after] = [key(oldHolder, old), key(holder, now)];
    columnNames.set(after, columnNames.get(before) ?? new Set());
    columnNames.delete(before);
  }
  const isTableThere = (one: Wanted) => columnNames.has(one.holder);
  const chosenColumns = inOrder(columns, columnNames, columnGoal, isTableThere);
  const newSchemas = new Set(chosenTables.map((one) => one.holder).filter((one) => !schemas.has(one)));
  const isNew = [...names.values()].every((one) => one.size === 0);
  const unmatched = [
    ...tables.filter((one) => !chosenTables.includes(one) && !isNew).flatMap((one) => unmatchedReason(one, names)),
    ...columns
      .filter((one) => !chosenColumns.includes(one) && isTableThere(one))
      .flatMap((one) => unmatchedReason(one, columnNames)),
  ];
  const problems = [
    ...takenNames(tables, chosenTables, names, goal),
    ...takenNames(columns.filter(isTableThere), chosenColumns, columnNames, columnGoal),
  ];
  const steps = [
    ...[...newSchemas].map(schemaStep),
    ...chosenTables.flatMap(tableSteps),
    ...chosenColumns.map(columnStep),
  ];
  return { steps, warnings: unmatched, problems };
}

/** A name that another rename frees first can be taken after it (a to b, b to c). */
function inOrder(
  wanted: readonly Wanted[],
  names: Names,
  goal: Names,
  isPossible: (one: Wanted) => boolean,
): readonly Wanted[] {
  const chosen: Wanted[] = [];
  const has = (of: Names, holder: string, name: string) => of.get(holder)?.has(name) === true;
  const isReplaced = ({ oldHolder, old }: Wanted) =>
    wanted.some(
      (one) =>
        !chosen.includes(one) && one.holder === oldHolder && one.now === old && has(names, one.oldHolder, one.old),
    );
  for (;;) {
    const next = wanted.find(
      (one) =>
        !chosen.includes(one) &&
        isPossible(one) &&
        has(names, one.oldHolder, one.old) &&
        !has(names, one.holder, one.now) &&
        has(goal, one.holder, one.now) &&
        (!has(goal, one.oldHolder, one.old) || isReplaced(one)),
    );
    if (next === undefined) return chosen;
    chosen.push(next);
    names.get(next.oldHolder)?.delete(next.old);
    names.set(next.holder, (names.get(next.holder) ?? new Set()).add(next.now));
  }
}

/**
 * Both names are there, and the old one goes, or is declared to be another's: either a rename that waits for a name, or one that was carried out before
 * its old name was given again. Nothing tells them apart.
 *
 * @param names after the renames that were chosen
 */
function takenNames(
  wanted: readonly Wanted[],
  chosen: readonly Wanted[],
  names: Names,
  goal: Names,
): readonly Diagnostic[] {
  const has = (of: Names, holder: string, name: string) => of.get(holder)?.has(name) === true;
  const waiting = wanted.filter(
    (one) =>
      !chosen.includes(one) &&
      has(names, one.oldHolder, one.old) &&
      has(names, one.holder, one.now) &&
      has(goal, one.holder, one.now),
  );
  const isGiven = ({ oldHolder, old }: Wanted) => waiting.some((one) => one.holder === oldHolder && one.now === old);
  return waiting
    .filter((one) => !has(goal, one.oldHolder, one.old) || isGiven(one))
    .map((one) => {
      const { declaration, oldHolder, holder, old, now } = one;
      const what = declaration.column === undefined ? "table" : "column";
      const values = { what, old: shown(oldHolder, old), now: shown(holder, now) };
      return diagnostic("migration/rename-taken", declaration.span, values);
    });
}

function unmatchedReason({ declaration, oldHolder, holder, old, now }: Wanted, names: Names): readonly Diagnostic[] {
  if (names.get(holder)?.has(now)) return [];
  const isThere = names.get(oldHolder)?.has(old) === true;
  const what = declaration.column === undefined ? `table ${shown(holder, now)}` : `column ${shown(holder, now)}`;
  const reason = isThere ? `${shown(oldHolder, old)} is still in the schema` : `there is no ${shown(oldHolder, old)}`;
  return [diagnostic("migration/rename-unmatched", declaration.span, { what, reason })];
}

function wantedTable(declaration: RenameDeclaration): Wanted {
  const [schema, now] = declaration.table;
  const { schema: oldSchema = schema, name: old } = declaration.from;
  return { declaration, oldHolder: key(oldSchema), holder: key(schema), old, now };
}

function wantedColumn(declaration: RenameDeclaration): Wanted {
  const holder = key(...declaration.table);
  return { declaration, oldHolder: holder, holder, old: declaration.from.name, now: declaration.column ?? "" };
}

/** A table that is renamed into a schema that comes with the plan needs it before the rest of the plan. */
function schemaStep(schema: string): RenameStep {
  return { up: `CREATE SCHEMA ${shown(schema)}`, down: `DROP SCHEMA ${shown(schema)}` };
}

function tableSteps({ oldHolder, holder, old, now }: Wanted): readonly RenameStep[] {
  const named = { table: now, old, now, isTable: true };
  const rename = (of: string, a: string, b: string) => `ALTER TABLE ${shown(of, a)} RENAME TO ${quoted(b)}`;
  const move = (of: string, goal: string) => `ALTER TABLE ${shown(of, now)} SET SCHEMA ${shown(goal)}`;
  return [
    ...(old === now ? [] : [{ up: rename(oldHolder, old, now), down: rename(oldHolder, now, old), named }]),
    ...(oldHolder === holder ? [] : [{ up: move(oldHolder, holder), down: move(holder, oldHolder), named }]),
  ];
}

function columnStep({ declaration, holder, old, now }: Wanted): RenameStep {
  const rename = (a: string, b: string) => `ALTER TABLE ${shown(holder)} RENAME COLUMN ${quoted(a)} TO ${quoted(b)}`;
  return {
    up: rename(old, now),
    down: rename(now, old),
    named: { table: declaration.table[1], old, now, isTable: false },
  };
}

function tablesOf(snapshot: CatalogSnapshot): Names {
  const names: Names = new Map();
  for (const { kind, name } of snapshot.objects) {
    const [schema = "", table = ""] = nameParts(name);
    if (kind === "schema") names.set(key(schema), names.get(key(schema)) ?? new Set());
    if (kind === "table") names.set(key(schema), (names.get(key(schema)) ?? new Set()).add(table));
  }
  return names;
}

/** Of tables only: columns of views and the like cannot be declared. */
function columnsOf(snapshot: CatalogSnapshot): Names {
  const objects = snapshot.objects.map(({ kind, name }) => ({ kind, parts: nameParts(name) }));
  const tables = objects.filter((one) => one.kind === "table");
  const names: Names = new Map(tables.map(({ parts: [schema = "", table = ""] }) => [key(schema, table), new Set()]));
  for (const { kind, parts } of objects) {
    const [schema = "", table = "", column = ""] = parts;
    if (kind === "column") names.get(key(schema, table))?.add(column);
  }
  return names;
}

/** `key(key("s"), "t")` is `key("s", "t")`: a table holds what its schema's key and its name say. */
function key(...parts: readonly string[]): string {
  return parts.join("\0");
}

function shown(...parts: readonly string[]): string {
  return key(...parts)
    .split("\0")
    .map(quoted)
    .join(".");
}
