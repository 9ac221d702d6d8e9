// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 8cb832a0b4b810db
import { type TSchema, type TUnsafe, Type } from "@sinclair/typebox";

/**
 * TypeBox with its type inference switched off: each schema's static type is declared where the schema is, so that the
 * compiler need not compute it again. The values are the same JSON Schema documents.
 */
interface Builder {
  Unknown(options?: Keywords): Schema;
  Never(): Schema;
  Null(options?: Keywords): Schema;
  Boolean(options?: Keywords): Schema;
  Integer(options?: Keywords): Schema;
  Number(options?: Keywords): Schema;
  String(options?: Keywords): Schema;
  Literal(value: string | number | boolean, options?: Keywords): Schema;
  Array(items: TSchema, options?: Keywords): Schema;
  Object(properties: Readonly<Record<string, TSchema>>, options?: Keywords): Schema;
  Optional(schema: TSchema): Schema;
  /** Any of them: JSON Schema's `anyOf`. */
  Union(schemas: readonly TSchema[], options?: Keywords): Schema;
  /** All of them: JSON Schema's `allOf`. */
  Intersect(schemas: readonly TSchema[], options?: Keywords): Schema;
  Ref(id: string): Schema;
  /** JSON Schema as it is. */
  Unsafe(keywords: Keywords): Schema;
}

type Keywords = Readonly<Record<string, unknown>>;
type Schema = TUnsafe<never>;

export const t = Type as unknown as Builder;
export type { TSchema, TUnsafe };
