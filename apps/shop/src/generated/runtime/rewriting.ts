// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 52438121befd2633
import type { TSchema } from "@sinclair/typebox";
import { remembered } from "./remembered.js";

/** A schema and those that it may refer to. The operations of a resource share the list. */
export interface Schemas {
  readonly schema: TSchema;
  readonly referenced: readonly TSchema[];
}

export type Rewriting = (schemas: Schemas) => Schemas;

/** The schemas of a list by their `$id`. */
export const byId = remembered((schemas: readonly TSchema[]): Readonly<Record<string, TSchema>> => {
  const found = Object.create(null) as Record<string, TSchema>;
  for (const schema of schemas) if (schema.$id !== undefined) found[schema.$id] = schema;
  return found;
});

type Change = (schema: TSchema, known: Readonly<Record<string, TSchema>>) => TSchema;

/** Applies the change to all. A list is changed once, for all schemas that come with it; what stays as it is comes back as it is. */
export function rewriting(change: Change): Rewriting {
  const changeAll = remembered((list: readonly TSchema[]) => {
    const changed = list.map((one) => change(one, byId(list)));
    return changed.every((one, index) => one === list[index]) ? list : changed;
  });
  return (schemas) => {
    const schema = change(schemas.schema, byId(schemas.referenced));
    const referenced = changeAll(schemas.referenced);
    return schema === schemas.schema && referenced === schemas.referenced ? schemas : { schema, referenced };
  };
}
