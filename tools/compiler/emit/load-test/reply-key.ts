import type { Operation, OperationResponse, ResponseLink } from "../../model/operation";
import { addressPath } from "./address-path";
import type { Family } from "./family";
import { flatten, type SchemaTable } from "./merge-schema";
import type { ReplyKey } from "./plan";
import { keyNames, type Planning } from "./planning";
import { itemPropertyPath, successResponse } from "./response-shape";

/**
 * Where the reply of a create says the key of the new row: where a link of the description says it is, else in a property that is called as keys are,
 * else in the `Location` that the description documents (RFC 9110 §10.2.2), else in the row's own address.
 */
export function replyKey(planning: Planning, operation: Operation, family: Family): ReplyKey | undefined {
  if (isListed(family, planning.schemas)) return undefined;
  const response = successResponse(operation);
  const linked = response === undefined ? undefined : linkedKey(response, family);
  if (linked !== undefined) return linked;
  const path = itemPropertyPath(operation, keyNames(planning, family, family.itemParameter), planning.schemas);
  if (path !== undefined) return { kind: "response", path };
  const last = family.segments.at(-1);
  const hasLocation = response?.headers.some(({ name }) => name.toLowerCase() === "location") === true;
  if (last?.kind !== "literal") return undefined;
  const collection = last.text;
  if (hasLocation) return { kind: "location", collection };
  const address = addressPath(operation, collection, planning.schemas);
  return address === undefined ? undefined : { kind: "location", collection, path: address };
}

/** Whether the description itself lists the keys: then what a create makes adds none. */
function isListed({ onItem, itemParameter }: Family, schemas: SchemaTable): boolean {
  const keys = onItem.flatMap(({ parameters }) =>
    parameters.filter((one) => one.in === "path" && one.name === itemParameter),
  );
  return keys.some(({ schema }) => flatten(schema, schemas)?.enum !== undefined);
}

/** What a link to an operation on one of the collection's items gives for the item's parameter. */
function linkedKey({ links = [] }: OperationResponse, { onItem, itemParameter }: Family): ReplyKey | undefined {
  const expressions = links
    .filter(({ target }) => onItem.some((operation) => isTarget(operation, target)))
    .flatMap(({ parameters }) =>
      parameters.flatMap(({ name, expression }) =>
        itemParameter !== undefined && [itemParameter, `path.${itemParameter}`].includes(name) ? [expression] : [],
      ),
    );
  return expressions.map(readExpression).find((key) => key !== undefined);
}

function isTarget(operation: Operation, target: ResponseLink["target"]): boolean {
  if ("operationId" in target) return operation.id === target.operationId;
  return operation.method === target.method && operation.path.text === target.path;
}

/** A run-time expression about the reply (OpenAPI 3.1 §4.8.20.4). */
function readExpression(expression: string): ReplyKey | undefined {
  const header = /^\$response\.header\.([!#$%&'*+.^_`|~\w-]+)$/.exec(expression)?.[1];
  if (header !== undefined) return { kind: "header", name: header };
  const pointer = /^\$response\.body#\/(.+)$/.exec(expression)?.[1];
  if (pointer === undefined) return undefined;
  const path = pointer.split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return { kind: "response", path };
}
