import { droppedNames } from "../plan/dropped-names";
import type { Hazard } from "../plan/hazard";
import type { Segment } from "../plan/segment";
import { singleCommand } from "../plan/single-command";
import { quoted, tableName } from "../plan/table-name";
import { readStatements } from "../sql/read-statements";
import type { SchemaFacts } from "./schema-facts";

/** Constraints and unique indexes that a part of a plan drops and a later one makes again: rows that come in between may break them. */
export async function openWindows(parts: readonly Segment[], facts: SchemaFacts): Promise<readonly Hazard[]> {
  const hazards: Hazard[] = [];
  const oldNames = new Map<string, string>();
  const goneIn = new Map<string, number>();
  const made = new Set<string>();
  const drop = (what: string, part: number) => {
    if (!made.has(what)) goneIn.set(what, part);
  };
  const make = (what: string, table: string, part: number) => {
    made.add(what);
    if ((goneIn.get(what) ?? part) < part) hazards.push(window(what, table));
  };
  for (const [part, { statements }] of parts.entries()) {
    for (const text of statements) {
      for (const { node } of await readStatements({ path: "plan", text })) {
        if ("RenameStmt" in node && node.RenameStmt.renameType === "OBJECT_INDEX") {
          const { relation, newname = "" } = node.RenameStmt;
          oldNames.set(tableName({ ...relation, relname: newname }), tableName(relation));
        } else if ("DropStmt" in node && node.DropStmt.removeType === "OBJECT_INDEX") {
          const names = droppedNames(node.DropStmt).map((one) => one.map(quoted).join("."));
          for (const name of names.map((one) => oldNames.get(one) ?? one)) {
            if (facts.isUniqueIndex(name)) drop(`unique index ${name}`, part);
          }
        } else if ("IndexStmt" in node) {
          const { relation, idxname = "" } = node.IndexStmt;
          make(`unique index ${tableName({ ...relation, relname: idxname })}`, tableName(relation), part);
        }
        const { table = "", command } = singleCommand(node) ?? {};
        const constraint = (name = "") => `constraint ${table}.${quoted(name)}`;
        if (command?.subtype === "AT_DropConstraint") drop(constraint(command.name), part);
        if (command?.subtype === "AT_AddConstraint" && command.def !== undefined && "Constraint" in command.def)
          make(constraint(command.def.Constraint.conname), table, part);
      }
    }
  }
  return hazards;
}

function window(what: string, table: string): Hazard {
  const text = `${what} is dropped in one part and made again in a later one, which fails on rows that break it by then`;
  return { kind: "DEPENDS_ON_ROWS", text, object: table };
}
