import type { Database, Table } from "../model/database";
import type { ColumnLink, Link, LinkAction, LinkGap } from "../model/link";
import type { Operation, TableHint } from "../model/operation";
import { propertiesOf, type SchemasByName } from "../model/properties-of";
import { bodyLinks } from "./body-links";
import { type ColumnFinder, columnFinder } from "./find-column";
import { tableByName, tablesBySegment } from "./find-table";
import { type KeyLinks, keyLinks } from "./key-links";
import { type PathStep, pathSteps } from "./path-shape";
import { queryLinks } from "./query-links";
import { type ResponseShape, responseShape } from "./response-shape";

export interface NotLinked {
  readonly reason: string;
  readonly isUnknownTable?: boolean;
}

export type LinkOutcome = { readonly link: Link } | NotLinked;

/** Links one operation: by its hint, else by the names in its path. */
export function linkOperation(operation: Operation, database: Database, schemas: SchemasByName): LinkOutcome {
  const hint = operation.tableHint;
  const named = hint?.table;
  if (named === false) return { reason: "`x-specline` says that it has no table." };
  const steps = pathSteps(operation.path);
  if (steps === undefined) return { reason: "Its path is no row of collections, each with its parameters behind it." };
  const found = named === undefined ? bySegment(database, hint, steps) : byHint(database, named, hint, steps);
  if (!("table" in found)) return found;
  const { table, keys } = found;
  const shape = responseShape(operation, schemas);
  const action = hint?.action ?? actionOf(operation, steps, keys.hasOwnKey, shape);
  if (action === undefined)
    return {
      reason: `${operation.method.toUpperCase()} on such a path is none of list, get, create, replace, patch and delete.`,
    };
  if (table.kind === "view" && action !== "list" && action !== "get") {
    return { reason: `\`${table.name}\` is a view, which Specline does not write to.` };
  }
  if (hint?.action !== undefined && !["list", "create"].includes(action) && !keys.hasOwnKey) {
    return { reason: `Its path selects no single row of \`${table.name}\` to ${action}.` };
  }
  return { link: complete(operation, database, found, action, shape, schemas) };
}

type FoundKeys = Exclude<KeyLinks, { readonly problem: string }>;

interface FoundTable {
  readonly table: Table;
  readonly find: ColumnFinder;
  readonly keys: FoundKeys;
  readonly reason: string;
}

function byHint(
  database: Database,
  name: string,
  hint: TableHint | undefined,
  steps: readonly PathStep[],
): FoundTable | NotLinked {
  const table = tableByName(database, name);
  if (table === undefined)
    return { reason: `\`x-specline\` names \`${name}\`, which is no table.`, isUnknownTable: true };
  const find = columnFinder(table, hint);
  const keys = keyLinks(database, table, steps, find);
  if ("problem" in keys) return { reason: `${capitalised(keys.problem)}.` };
  return { table, find, keys, reason: sentence([`\`x-specline\` names the table \`${table.name}\``, ...keys.words]) };
}

function bySegment(
  database: Database,
  hint: TableHint | undefined,
  steps: readonly PathStep[],
): FoundTable | NotLinked {
  const segment = (steps.at(-1) as PathStep).name;
  const parentStep = steps.slice(0, -1).findLast((one) => one.parameters.length > 0);
  const parent = parentStep && tablesBySegment(database, parentStep.name, undefined)[0];
  const candidates = tablesBySegment(database, segment, parent);
  let problem: string | undefined;
  for (const table of candidates) {
    const find = columnFinder(table, hint);
    const keys = keyLinks(database, table, steps, find);
    if ("problem" in keys) {
      problem ??= keys.problem;
      continue;
    }
    const rival = candidates.find((one) => one !== table && one.name === table.name);
    if (rival !== undefined) {
      return {
        reason: `\`${segment}\` is a table in \`${table.schema}\` and in \`${rival.schema}\`; \`x-specline\` must say which.`,
      };
    }
    return {
      table,
      find,
      keys,
      reason: sentence([`The path segment \`${segment}\` names the table \`${table.name}\``, ...keys.words]),
    };
  }
  return {
    reason:
      problem === undefined
        ? `No table is called like its last path segment, \`${segment}\`.`
        : `${capitalised(problem)}.`,
  };
}

function actionOf(
  operation: Operation,
  steps: readonly PathStep[],
  hasOwnKey: boolean,
  shape: ResponseShape,
): LinkAction | undefined {
  const isItemPath = (steps.at(-1)?.parameters.length ?? 0) > 0;
  // A path such as /products/{id}/inventory without an own key is one row when the parent's key is unique in it.
  const isOneRow = isItemPath || (hasOwnKey && !shape.isList);
  switch (operation.method) {
    case "get":
      if (isItemPath && shape.isList) return undefined;
      return isOneRow ? "get" : shape.isList ? "list" : undefined;
    case "post":
      return isItemPath ? undefined : "create";
    case "put":
      return isOneRow ? "replace" : undefined;
    case "patch":
      return isOneRow ? "patch" : undefined;
    case "delete":
      return isOneRow ? "delete" : undefined;
    default:
      return undefined;
  }
}

function complete(
  operation: Operation,
  database: Database,
  { table, find, keys: { keys }, reason }: FoundTable,
  action: LinkAction,
  shape: ResponseShape,
  schemas: SchemasByName,
): Link {
  const body = bodyLinks(operation, table, action, keys, schemas, find);
  const query = action === "list" ? queryLinks(operation, schemas, find) : { filters: [], sorts: [], gaps: [] };
  const reads: ColumnLink[] = [];
  const missing: LinkGap[] = [];
  for (const { name, isRequired } of propertiesOf(shape.item, schemas)) {
    const column = find(name);
    if (column !== undefined) reads.push({ property: name, column: column.name });
    else if (isRequired) missing.push({ kind: "response", name });
  }
  return {
    operationId: operation.id,
    schema: table.schema,
    table: table.name,
    action,
    keys,
    writes: body.writes,
    reads,
    filters: query.filters,
    sorts: query.sorts,
    response: shape.form,
    gaps: [...body.gaps, ...query.gaps, ...missing],
    alsoTouches: (operation.tableHint?.tables ?? []).flatMap(({ name }) => {
      const other = tableByName(database, name);
      return other === undefined ? [] : [{ schema: other.schema, table: other.name }];
    }),
    reason,
  };
}

function sentence(parts: readonly string[]): string {
  return `${parts.join("; ")}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
