import type { Node } from "libpg-query";
import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { splitName } from "../sql/split-name";
import { unquoted } from "../sql/unquoted";
import { singleCommand } from "./single-command";
import { quoted, tableName } from "./table-name";
import { tablesBelow } from "./tables-below";

/**
 * `NOT NULL … NOT VALID` of a new column (PostgreSQL 18). Engines make the column NOT NULL, which rows that are there fail: it comes without, and its
 * constraint after it and after those children that have it NOT VALID, too; children that are made later have it valid.
 */
export async function withNewNotValid(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): Promise<readonly EngineAction[]> {
  let plan = actions;
  for (const constraint of newConstraints(from, to)) plan = await withConstraint(plan, constraint, to);
  return plan;
}

/** Of parents, whose children follow. Rows get a default with the column, which then may be NOT NULL in between. */
function newConstraints(from: CatalogSnapshot, to: CatalogSnapshot): readonly CatalogObject[] {
  const before = new Set(from.objects.filter(({ kind }) => kind === "column").map(({ name }) => name));
  const filled = to.objects.filter(({ kind, facts }) => {
    return kind === "column" && (facts.default ?? facts.generated ?? facts.identity) !== undefined;
  });
  const isFilled = new Set(filled.map(({ name }) => name));
  const found = to.objects.filter(
    (one) => isNotValid(one) && !before.has(one.name) && !isFilled.has(one.name) && splitName(one.name).owner !== "",
  );
  const below = new Set(found.flatMap(({ name }) => childrenOf(name, to)));
  return found.filter(({ name }) => !below.has(name));
}

function isNotValid({ kind, facts }: CatalogObject): boolean {
  return kind === "not null constraint" && / NOT VALID$/.test(String(facts.definition));
}

/** The column on the tables below its own. */
function childrenOf(column: string, snapshot: CatalogSnapshot): readonly string[] {
  const { owner, part } = splitName(column);
  return tablesBelow(owner, snapshot).flatMap((table) => (table === owner ? [] : [`${table}.${part}`]));
}

async function withConstraint(
  plan: readonly EngineAction[],
  { name, facts }: CatalogObject,
  to: CatalogSnapshot,
): Promise<readonly EngineAction[]> {
  const { owner, part } = splitName(name);
  const unvalidated = new Set(to.objects.filter(isNotValid).map((one) => one.name));
  const followers = childrenOf(name, to).filter((one) => unvalidated.has(one));
  const tables = new Set(followers.map((one) => splitName(one).owner));
  let last = -1;
  let bare: EngineAction | undefined;
  let made = -1;
  for (const [index, action] of plan.entries()) {
    const head = /^(?:CREATE|ALTER) (?:UNLOGGED )?TABLE (?:ONLY )?(\S+) /.exec(unquoted(action.sql))?.[1];
    if (head === unquoted(owner) && bare === undefined) {
      bare = await withoutNotNull(action, owner, part);
      if (bare !== undefined) made = index;
    }
    const isFollower = /^CREATE /.test(action.sql) && [...tables].some((table) => head === unquoted(table));
    if (index === made || isFollower) last = index;
  }
  if (bare === undefined) return plan;
  const action = { sql: `ALTER TABLE ${owner} ADD CONSTRAINT ${facts.name} ${facts.definition}` };
  const next = plan.with(made, bare);
  return [...next.slice(0, last + 1), action, ...next.slice(last + 1)];
}

/** `undefined`: the statement does not make the column. */
async function withoutNotNull(action: EngineAction, table: string, column: string): Promise<EngineAction | undefined> {
  const [only] = await readStatements({ path: "plan", text: action.sql });
  const added = only && columnsOf(only.node, table).find(({ name }) => name === column);
  if (added?.notNullAt === undefined) return undefined;
  const bytes = Buffer.from(action.sql, "utf8");
  const [before, after] = [bytes.subarray(0, added.notNullAt), bytes.subarray(added.notNullAt)].map(String);
  return { ...action, sql: `${before?.trimEnd()}${after?.replace(/^NOT NULL/i, "")}` };
}

function columnsOf(node: Node, table: string) {
  const single = singleCommand(node);
  const isAddition = single?.table === table && single.command.subtype === "AT_AddColumn";
  const added = isAddition && single.command.def !== undefined ? [single.command.def] : [];
  const isCreation = "CreateStmt" in node && tableName(node.CreateStmt.relation) === table;
  const parts = isCreation ? (node.CreateStmt.tableElts ?? []) : added;
  return parts.flatMap((one) => {
    if (!("ColumnDef" in one)) return [];
    const constraints = (one.ColumnDef.constraints ?? []).flatMap((part) =>
      "Constraint" in part ? [part.Constraint] : [],
    );
    const notNullAt = constraints.find(({ contype }) => contype === "CONSTR_NOTNULL")?.location;
    return [{ name: quoted(one.ColumnDef.colname ?? ""), notNullAt }];
  });
}
