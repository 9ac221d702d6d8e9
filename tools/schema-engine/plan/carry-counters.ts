import type { AlterTableCmd, Node, RangeVar } from "libpg-query";
import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { splitName } from "../sql/split-name";

/** The sequence that gives a column its values. Names are SQL, as the snapshot writes them. */
interface Counter {
  readonly column: string;
  readonly sequence: string;
  readonly start: number;
  readonly isAscending: boolean;
}

/** What a statement does to counters; names are keys. */
interface Effect {
  /** The column whose values a new sequence gives from here on. */
  readonly gains?: string;
  /** A column or a sequence whose counter is gone after it. */
  readonly loses: readonly string[];
}

/**
 * A column that was there before and gets a sequence (integer or serial → identity, identity → serial) keeps its values; the new
 * counter begins at its start, and the next row would collide with the first. So it is set behind the greatest value, and behind
 * what the old counter has given to rows that are gone.
 */
export async function carryCounters(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): Promise<readonly EngineAction[]> {
  const [before, after] = [countersOf(from), countersOf(to)];
  const columns = new Set(from.objects.filter((one) => one.kind === "column").map((one) => keyOf(one.name)));
  const effects = await Promise.all(actions.map(effectOf));
  const additions = new Map<number, { readonly before: string[]; readonly after: string[] }>();
  const at = (index: number) => {
    const found = additions.get(index) ?? { before: [], after: [] };
    additions.set(index, found);
    return found;
  };
  let count = 0;
  for (const [index, { gains }] of effects.entries()) {
    const counter = gains === undefined || !columns.has(gains) ? undefined : after.get(gains);
    const old = before.get(gains ?? "");
    const isSame = counter !== undefined && counter.sequence === old?.sequence;
    const sequence = keyOf(old?.sequence ?? "");
    const end = effects.findIndex(
      ({ loses }, place) => place < index && (loses.includes(gains ?? "") || loses.includes(sequence)),
    );
    if (counter === undefined || (isSame && end === -1)) continue;
    const setting = `specline.counter_${++count}`;
    if (old !== undefined) at(end === -1 ? index : end).before.push(keep(old, setting));
    at(index).after.push(goOn(counter, setting));
  }
  const action = (sql: string): EngineAction => ({ sql });
  return actions.flatMap((one, index) => {
    const added = additions.get(index) ?? { before: [], after: [] };
    return [...added.before.map(action), one, ...added.after.map(action)];
  });
}

/** For the rest of the transaction; a counter that was never used keeps nothing. */
function keep({ sequence }: Counter, setting: string): string {
  return `SELECT set_config('${setting}', (SELECT CASE WHEN is_called THEN last_value END FROM ${sequence})::text, true)`;
}

function goOn({ column, sequence, start, isAscending }: Counter, setting: string): string {
  const { owner: table, part: name } = splitName(column);
  const [end, isBehind] = isAscending ? ["max", ">="] : ["min", "<="];
  // A sequence that was there before may be ahead of all of this table's values.
  return `SELECT setval(${literal(sequence)}::regclass, last)
FROM (
  SELECT ${end}(value) AS last
  FROM (
    SELECT ${end}(${name})::bigint AS value FROM ${table}
    UNION ALL SELECT CASE WHEN is_called THEN last_value END FROM ${sequence}
    UNION ALL SELECT nullif(current_setting('${setting}', true), '')::bigint
  ) AS given
) AS found
WHERE last ${isBehind} ${start}`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** By the key of the column: sequences that belong to one, and others that its default names. */
function countersOf(snapshot: CatalogSnapshot): ReadonlyMap<string, Counter> {
  const sequences = new Map(snapshot.objects.filter((one) => one.kind === "sequence").map((one) => [one.name, one]));
  const counters = new Map<string, Counter>();
  for (const { name, facts } of snapshot.objects.filter((one) => one.kind === "column")) {
    const used = /^nextval\('(.*)'::regclass\)$/.exec(String(facts.default ?? ""))?.[1]?.replaceAll("''", "'");
    const sequence =
      sequences.get(used ?? "") ??
      [...sequences.values()].find((one) => one.facts["owned by"] === `${name} (identity)`);
    if (sequence !== undefined) counters.set(keyOf(name), counterOf(name, sequence));
  }
  return counters;
}

function counterOf(column: string, { name, facts }: CatalogObject): Counter {
  return { column, sequence: name, start: Number(facts.start), isAscending: Number(facts.increment) > 0 };
}

/** `public."Odd.name".id` as its parts, since the snapshot quotes words that others leave alone. */
function keyOf(name: string): string {
  return JSON.stringify(
    [...name.matchAll(/"((?:[^"]|"")*)"|[^."]+/g)].map((one) => one[1]?.replaceAll('""', '"') ?? one[0]),
  );
}

async function effectOf({ sql }: EngineAction): Promise<Effect> {
  const [statement] = await readStatements({ path: "plan", text: sql });
  const node = statement?.node;
  if (node !== undefined && "DropStmt" in node && node.DropStmt.removeType === "OBJECT_SEQUENCE") {
    return { loses: (node.DropStmt.objects ?? []).map(objectKey) };
  }
  if (node === undefined || !("AlterTableStmt" in node)) return { loses: [] };
  const { cmds, relation } = node.AlterTableStmt;
  const [command] = cmds ?? [];
  if (command === undefined || !("AlterTableCmd" in command)) return { loses: [] };
  const column = columnKey(relation, command.AlterTableCmd);
  if (command.AlterTableCmd.subtype === "AT_DropIdentity") return { loses: [column] };
  return isGain(command.AlterTableCmd) ? { gains: column, loses: [] } : { loses: [] };
}

function isGain({ subtype, def }: AlterTableCmd): boolean {
  if (subtype === "AT_AddIdentity") return true;
  if (subtype !== "AT_ColumnDefault" || def === undefined || !("FuncCall" in def)) return false;
  const name = def.FuncCall.funcname?.at(-1);
  return name !== undefined && "String" in name && name.String.sval === "nextval";
}

function columnKey(relation: RangeVar | undefined, { name }: AlterTableCmd): string {
  return JSON.stringify([relation?.schemaname ?? "public", relation?.relname, name]);
}

function objectKey(node: Node): string {
  const items = "List" in node ? (node.List.items ?? []) : [];
  return JSON.stringify(items.map((one) => ("String" in one ? one.String.sval : undefined)));
}
