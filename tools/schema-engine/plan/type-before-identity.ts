import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { singleCommand } from "./single-command";
import { quoted } from "./table-name";

/**
 * The sequence of an identity has the type that the column has when it is added, and takes no bounds that the type cannot hold (PostgreSQL manual, CREATE
 * SEQUENCE). Engines that change both add it first: it comes after the new type.
 */
export async function typeBeforeIdentity(actions: readonly EngineAction[]): Promise<readonly EngineAction[]> {
  const commands = await Promise.all(
    actions.map(async (action) => {
      const [only] = await readStatements({ path: "plan", text: action.sql });
      const single = singleCommand(only?.node);
      const { subtype, name = "" } = single?.command ?? {};
      return { action, subtype, column: `${single?.table}.${quoted(name)}` };
    }),
  );
  const typed = new Map(
    commands.flatMap(({ subtype, column }, index) => (subtype === "AT_AlterColumnType" ? [[column, index]] : [])),
  );
  const isEarly = (index: number) => {
    const { subtype, column } = commands[index] ?? {};
    return subtype === "AT_AddIdentity" && index < (typed.get(column ?? "") ?? -1);
  };
  return commands.flatMap(({ action, column }, index) => {
    if (isEarly(index)) return [];
    const late = typed.get(column) === index ? commands.filter((one, at) => isEarly(at) && one.column === column) : [];
    return [action, ...late.map((one) => one.action)];
  });
}
