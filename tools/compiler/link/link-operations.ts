import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic";
import type { Database } from "../model/database";
import type { Link, Unlinked } from "../model/link";
import type { TableHint } from "../model/operation";
import { byName } from "../model/properties-of";
import type { Service } from "../model/service";
import { tableByName } from "./find-table";
import { linkOperation } from "./link-operation";

export interface LinkResult {
  readonly links: readonly Link[];
  readonly unlinked: readonly Unlinked[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds for each operation the table that it reads or writes, or says why there is none. */
export function linkOperations(service: Service, database: Database): LinkResult {
  const schemas = byName(service.schemas);
  const links: Link[] = [];
  const unlinked: Unlinked[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const operation of service.resources.flatMap((one) => one.operations)) {
    const hint = operation.tableHint;
    const outcome = linkOperation(operation, database, schemas);
    if ("link" in outcome) {
      links.push(outcome.link);
      diagnostics.push(...hintDiagnostics(outcome.link, operation.tableHint, database));
      diagnostics.push(...gapDiagnostics(outcome.link, operation.span));
      continue;
    }
    unlinked.push({ operationId: operation.id, reason: outcome.reason });
    if (hint?.table === undefined || hint.table === false) continue;
    if (outcome.isUnknownTable) diagnostics.push(diagnostic("link/unknown-table", hint.span, { table: hint.table }));
    else {
      const values = { operation: operation.id, table: hint.table, reason: outcome.reason };
      diagnostics.push(diagnostic("link/unusable-hint", hint.span, values));
    }
  }
  return { links, unlinked, diagnostics };
}

/** Names in a hint that the SQL schema does not have. */
function hintDiagnostics(link: Link, hint: TableHint | undefined, database: Database): readonly Diagnostic[] {
  const table = tableByName(database, `${link.schema}.${link.table}`);
  const columns = (hint?.columns ?? []).filter(({ column }) => !table?.columns.some(({ name }) => name === column));
  const tables = (hint?.tables ?? []).filter(({ name }) => tableByName(database, name) === undefined);
  return [
    ...columns.map(({ column, span }) => diagnostic("link/unknown-column", span, { column, table: link.table })),
    ...tables.map(({ name, span }) => diagnostic("link/unknown-table", span, { table: name })),
  ];
}

function gapDiagnostics(link: Link, span: Diagnostic["span"]): readonly Diagnostic[] {
  const { operationId: operation, table } = link;
  return link.gaps.flatMap((gap) => {
    switch (gap.kind) {
      case "body":
        return [diagnostic("link/unmapped-property", span, { operation, table, property: gap.name })];
      case "column":
        return [diagnostic("link/column-without-value", span, { operation, table, column: gap.name })];
      case "query":
      case "sort":
      case "response":
        return [];
      default:
        return gap satisfies never;
    }
  });
}
