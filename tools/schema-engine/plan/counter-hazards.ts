import type { DefElem, FuncCall, Node } from "libpg-query";
import type { AccessFacts } from "./access-facts";
import type { Hazard } from "./hazard";
import { objectName } from "./object-name";
import { quoted, tableName } from "./table-name";

/**
 * Counters that are set to a number of the text. What rows have already is not known to it, so it may be given out again. One that is
 * computed, of rows or of another counter, is taken for right.
 */
export function counterHazards(
  node: Node,
  isExisting: (table: string) => boolean,
  { sequences }: Pick<AccessFacts, "sequences">,
): readonly Hazard[] {
  if ("AlterSeqStmt" in node) {
    const { sequence, options = [] } = node.AlterSeqStmt;
    const name = tableName(sequence);
    return sequences.has(name) && options.some(isRestart) ? [counted(`sequence ${name}`, name)] : [];
  }
  if ("AlterTableStmt" in node) {
    const { relation, cmds = [] } = node.AlterTableStmt;
    const table = tableName(relation);
    return cmds.flatMap((one): readonly Hazard[] => {
      if (!("AlterTableCmd" in one) || one.AlterTableCmd.subtype !== "AT_SetIdentity" || !isExisting(table)) return [];
      const { def, name = "" } = one.AlterTableCmd;
      const options = def !== undefined && "List" in def ? (def.List.items ?? []) : [];
      const column = `${table}.${quoted(name)}`;
      return options.some(isRestart) ? [counted(`the identity of ${column}`, column)] : [];
    });
  }
  if (!("SelectStmt" in node)) return [];
  return (node.SelectStmt.targetList ?? []).flatMap((one): readonly Hazard[] => {
    const call = "ResTarget" in one && one.ResTarget.val !== undefined && "FuncCall" in one.ResTarget.val;
    return call ? setHazards((one.ResTarget.val as { FuncCall: FuncCall }).FuncCall, sequences) : [];
  });
}

function setHazards({ funcname = [], args = [] }: FuncCall, sequences: ReadonlySet<string>): readonly Hazard[] {
  const [target, value] = args;
  if (!/^(pg_catalog[.])?setval$/.test(funcname.map(objectName).join("."))) return [];
  if (value === undefined || !isConstant(value)) return [];
  const text = constantText(target);
  const name = text === undefined || text.includes(".") ? text : `public.${text}`;
  return name !== undefined && sequences.has(name) ? [counted(`sequence ${name}`, name)] : [];
}

/** `5`, `'5'::bigint`. */
function isConstant(node: Node): boolean {
  if ("TypeCast" in node) return node.TypeCast.arg !== undefined && isConstant(node.TypeCast.arg);
  return "A_Const" in node;
}

/** `'public.s'`, `'public.s'::regclass`. */
function constantText(node: Node | undefined): string | undefined {
  if (node !== undefined && "TypeCast" in node) return constantText(node.TypeCast.arg);
  return node !== undefined && "A_Const" in node ? node.A_Const.sval?.sval : undefined;
}

function isRestart(node: Node): node is { DefElem: DefElem } {
  return "DefElem" in node && node.DefElem.defname === "restart";
}

function counted(what: string, object: string): Hazard {
  return { kind: "MOVES_COUNTER", text: `sets ${what} to a number that it may have given out already`, object };
}
