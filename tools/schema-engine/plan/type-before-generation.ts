import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { singleCommand } from "./single-command";
import { quoted } from "./table-name";

/**
 * What gives values to a column comes after its new type, where engines have it before:
 *
 * - an identity, whose sequence has the type that the column has then, and takes no bounds that the type cannot hold (PostgreSQL manual, CREATE SEQUENCE);
 * - a default of a type that the plan makes in between. The old one goes in its place: it may have no cast to the new type.
 */
export async function typeBeforeGeneration(actions: readonly EngineAction[]): Promise<readonly EngineAction[]> {
  const commands = await Promise.all(
    actions.map(async (action) => {
      const [only] = await readStatements({ path: "plan", text: action.sql });
      const { table, command } = singleCommand(only?.node) ?? {};
      const isDefault = command?.subtype === "AT_ColumnDefault" && command.def !== undefined;
      return { action, subtype: command?.subtype, isDefault, table, name: quoted(command?.name ?? "") };
    }),
  );
  const columnAt = (index: number) => `${commands[index]?.table}.${commands[index]?.name}`;
  const typed = new Map(
    commands.flatMap(({ subtype }, index) => (subtype === "AT_AlterColumnType" ? [[columnAt(index), index]] : [])),
  );
  const isEarly = (index: number) => {
    const { subtype, isDefault } = commands[index] ?? {};
    const changed = typed.get(columnAt(index)) ?? -1;
    if (subtype === "AT_AddIdentity") return index < changed;
    return (
      isDefault === true && actions.slice(index, changed + 1).some(({ sql }) => /^CREATE (TYPE|DOMAIN) /.test(sql))
    );
  };
  return commands.flatMap(({ action, isDefault, table, name }, index) => {
    if (isEarly(index)) return isDefault ? [{ sql: `ALTER TABLE ${table} ALTER COLUMN ${name} DROP DEFAULT` }] : [];
    const late =
      typed.get(columnAt(index)) === index
        ? actions.filter((_, at) => isEarly(at) && columnAt(at) === columnAt(index))
        : [];
    return [action, ...late];
  });
}
