import type { TypeName } from "libpg-query";
import type { ColumnType } from "../model/database";
import { isBuiltIn } from "../model/own-type";
import { qualifiedName, unwrap } from "./nodes";
import { type SchemaDraft, tableKey } from "./schema-draft";

/** A type as a statement names it: with its schema, or found along the search path. */
export function readType(draft: SchemaDraft, type: TypeName | undefined): ColumnType {
  const { schema: written, name } = qualifiedName(type?.names);
  const schema = written ?? schemaInPath(draft, name);
  const isOwn = schema !== undefined && schema !== "pg_catalog";
  const modifiers = (type?.typmods ?? []).flatMap((node) => unwrap(node, "A_Const")?.ival?.ival ?? []);
  return {
    name,
    ...(isOwn && (schema !== "public" || isBuiltIn(name)) && { schema }),
    arguments: modifiers,
    arrayDimensions: type?.arrayBounds?.length ?? 0,
  };
}

function schemaInPath({ defaultSchema, enums, domains }: SchemaDraft, name: string): string | undefined {
  const key = tableKey(defaultSchema, name);
  return !isBuiltIn(name) && (enums.has(key) || domains.has(key)) ? defaultSchema : undefined;
}
