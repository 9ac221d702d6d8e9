import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic";
import { resolved } from "../model/properties-of";
import type { Rule } from "./rule";

const limitNames = ["limit", "pagesize", "perpage", "size", "first", "maxresults", "top"];

/** A list of a table needs a limit, and the limit a maximum: the table will not stay as small as it is today. */
export const limitOfLists: Rule = ({ service, schemas, links }) => {
  const operations = service.resources.flatMap((one) => one.operations);
  const lists = links.filter((link) => link.action === "list");
  return lists.flatMap((link): readonly Diagnostic[] => {
    const operation = operations.find((one) => one.id === link.operationId);
    if (operation === undefined) return [];
    const limit = operation.parameters.find(
      (one) => one.in === "query" && limitNames.includes(one.name.toLowerCase().replace(/[^a-z0-9]/g, "")),
    );
    const values = { operation: link.operationId, table: link.table };
    if (limit === undefined) return [diagnostic("check/list-without-limit", operation.span, values)];
    const schema = resolved(limit.schema, schemas);
    const isBounded = [schema?.maximum, schema?.exclusiveMaximum, schema?.enum].some((one) => one !== undefined);
    if (isBounded) return [];
    return [diagnostic("check/limit-without-maximum", limit.span, { ...values, parameter: limit.name })];
  });
};
