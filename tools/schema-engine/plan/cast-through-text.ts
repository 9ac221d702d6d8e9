import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { quoted, tableName } from "./table-name";
import { usingCast, usingText } from "./using-cast";

/**
 * PostgreSQL has no cast from one enum to another; their labels are texts, so that is the way. Whether the new enum has the label of each row
 * is decided by the rows.
 */
export async function castThroughText(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): Promise<readonly EngineAction[]> {
  const enums = new Set([...from.objects, ...to.objects].filter((one) => one.kind === "enum").map((one) => one.name));
  const types = new Map(
    from.objects.filter((one) => one.kind === "column").map((one) => [one.name, String(one.facts.type)]),
  );
  return Promise.all(
    actions.map(async (action) => {
      const cast = usingCast(action.sql);
      if (cast === undefined) return action;
      const [only] = await readStatements({ path: "plan", text: action.sql });
      if (only === undefined || !("AlterTableStmt" in only.node)) return action;
      const [command] = only.node.AlterTableStmt.cmds ?? [];
      if (command === undefined || !("AlterTableCmd" in command)) return action;
      const { subtype, name = "" } = command.AlterTableCmd;
      const before = types.get(`${tableName(only.node.AlterTableStmt.relation)}.${quoted(name)}`);
      const after = cast.type.replaceAll('"', "");
      const isEnum = (type: string | undefined) =>
        type !== undefined && [...enums].some((one) => one.replaceAll('"', "") === type);
      if (subtype !== "AT_AlterColumnType" || !isEnum(before?.replaceAll('"', "")) || !isEnum(after)) return action;
      return { ...action, sql: usingText(cast) };
    }),
  );
}
