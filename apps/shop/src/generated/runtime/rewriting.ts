// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 629547bd135fc9f5
import type { TSchema } from "@sinclair/typebox";
import { remembered } from "./remembered.js";

/** A schema and those that it may refer to. The operations of a resource share the list. */
export interface Schemas {
  readonly schema: TSchema;
  readonly referenced: readonly TSchema[];
}

export type Rewriting = (schemas: Schemas) => Schemas;

/** Applies the change to all. A list is changed once, for all schemas that come with it; what stays as it is comes back as it is. */
export function rewriting(change: (schema: TSchema) => TSchema): Rewriting {
  const changeAll = remembered((list: readonly TSchema[]) => {
    const changed = list.map(change);
    return changed.every((one, index) => one === list[index]) ? list : changed;
  });
  return (schemas) => {
    const schema = change(schemas.schema);
    const referenced = changeAll(schemas.referenced);
    return schema === schemas.schema && referenced === schemas.referenced ? schemas : { schema, referenced };
  };
}
