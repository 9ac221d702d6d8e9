import type { Node } from "libpg-query";
import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { quoted, tableName } from "./table-name";

interface ColumnCommand {
  readonly subtype: string | undefined;
  readonly table: string;
  readonly column: string;
}

/** "Column must be declared NOT NULL before identity can be added" (PostgreSQL's words): engines say one without the other, or too late. */
export async function fillBeforeIdentity(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
): Promise<readonly EngineAction[]> {
  const nullable = new Set(
    from.objects.filter((one) => one.kind === "column" && one.facts["is not null"] !== true).map((one) => one.name),
  );
  const commands = await Promise.all(actions.map(commandOf));
  const isSame = (one: ColumnCommand | undefined, other: ColumnCommand) =>
    one?.table === other.table && one.column === other.column;
  const moved = new Set<EngineAction>();
  return actions
    .flatMap((action, index): readonly EngineAction[] => {
      const command = commands[index];
      if (command?.subtype !== "AT_AddIdentity") return [action];
      if (!nullable.has(`${command.table}.${command.column}`)) return [action];
      const place = commands.findIndex((one) => one?.subtype === "AT_SetNotNull" && isSame(one, command));
      if (place !== -1 && place < index) return [action];
      const found = actions[place];
      if (found !== undefined) moved.add(found);
      const sql = `ALTER TABLE ${command.table} ALTER COLUMN ${command.column} SET NOT NULL`;
      return [{ sql }, action];
    })
    .filter((action) => !moved.has(action));
}

async function commandOf({ sql }: EngineAction): Promise<ColumnCommand | undefined> {
  const [only] = await readStatements({ path: "plan", text: sql });
  const node: Node | undefined = only?.node;
  if (node === undefined || !("AlterTableStmt" in node)) return undefined;
  const [command] = node.AlterTableStmt.cmds ?? [];
  if (command === undefined || !("AlterTableCmd" in command)) return undefined;
  const { subtype, name = "" } = command.AlterTableCmd;
  return { subtype, table: tableName(node.AlterTableStmt.relation), column: quoted(name) };
}
