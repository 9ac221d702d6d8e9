import { type LinkAction, linkActions } from "../model/link";
import type { TableHint } from "../model/operation";
import { checkMembers, member } from "./expect";
import { kindOf, type Located } from "./located";
import type { Reading } from "./reading";
import { suggestionFor } from "./suggestion-for";

const members = ["table", "action", "columns", "tables"];

/**
 * `x-specline` of an operation or a path: `{table: orders}` or `{table: false}`, with `action`, `columns` (property or
 * parameter → column) and `tables` (others that it touches) where names do not tell.
 */
export function readTableHint(reading: Reading, at: Located | undefined): TableHint | undefined {
  if (at === undefined) return undefined;
  checkMembers(reading, at, members, (key) => suggestionFor(key, members));
  const table = at.get("table");
  const isTable = table?.value === false || typeof table?.value === "string";
  if (table !== undefined && !isTable) wrongType(reading, table, "table", "the name of a table, or false");
  const action = at.get("action");
  const isAction = linkActions.some((one) => one === action?.value);
  if (action !== undefined && !isAction) wrongType(reading, action, "action", `one of ${linkActions.join(", ")}`);
  const columns = (member(reading, at, "columns", "object")?.entries() ?? []).flatMap(([property, column]) =>
    name(reading, column, property, "the name of a column").map((one) => ({
      property,
      column: one,
      span: column.span,
    })),
  );
  const tables = (member(reading, at, "tables", "list")?.items() ?? []).flatMap((one) =>
    name(reading, one, "tables", "a list of names of tables").map((found) => ({ name: found, span: one.span })),
  );
  if (!isTable && !isAction && columns.length === 0 && tables.length === 0) return undefined;
  return {
    ...(isTable && { table: table?.value as string | false }),
    ...(isAction && { action: action?.value as LinkAction }),
    ...(columns.length > 0 && { columns }),
    ...(tables.length > 0 && { tables }),
    span: isTable && table !== undefined ? table.span : at.span,
  };
}

function name(reading: Reading, at: Located, field: string, expected: string): readonly string[] {
  if (typeof at.value === "string") return [at.value];
  wrongType(reading, at, field, expected);
  return [];
}

function wrongType(reading: Reading, at: Located, field: string, expected: string): void {
  reading.report("openapi/wrong-type", at, { field, expected, found: kindOf(at.value) });
}
