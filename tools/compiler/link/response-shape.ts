import type { Link } from "../model/link";
import type { Operation } from "../model/operation";
import { isArray, itemsOf, jsonSchema, propertiesOf, type SchemasByName } from "../model/properties-of";
import type { Schema } from "../model/schema";

export interface ResponseShape {
  readonly form: Link["response"];
  readonly isList: boolean;
  /** Schema of one row; none: the response has no body. */
  readonly item?: Schema;
}

/** How the successful response holds rows: bare, as a list, or one of both in a property such as `data`. */
export function responseShape(operation: Operation, schemas: SchemasByName): ResponseShape {
  const success = operation.responses.find((one) => /^2/.test(one.status));
  const schema = success === undefined ? undefined : jsonSchema(success.content);
  if (schema === undefined) return { form: { kind: "none" }, isList: false };
  if (isArray(schema, schemas)) return { form: { kind: "bare" }, isList: true, ...item(schema) };
  const properties = propertiesOf(schema, schemas);
  const data = properties.find((one) => one.name === "data" && properties.length <= 4);
  const lists = properties.filter((one) => isArray(one.schema, schemas));
  const only =
    lists.length === 1 && operation.method === "get" && isListWrapper(properties.length) ? lists[0] : undefined;
  const inner = data ?? only;
  if (inner === undefined) return { form: { kind: "bare" }, isList: false, item: schema };
  const form = { kind: "envelope", property: inner.name } as const;
  if (isArray(inner.schema, schemas)) return { form, isList: true, ...item(inner.schema) };
  return { form, isList: false, item: inner.schema };

  function item(list: Schema): { readonly item?: Schema } {
    const one = itemsOf(list, schemas);
    return one === undefined ? {} : { item: one };
  }

  /** `/orders` with `{orders: […], total}`; one row that happens to hold a list is reached by a path with its key. */
  function isListWrapper(count: number): boolean {
    return count <= 6 && operation.path.segments.at(-1)?.kind === "literal";
  }
}
