import type { Node, RangeVar } from "libpg-query";

/** A right that a statement needs on something that was there before it. Without a schema it is the one of the search path. */
export type NeededRight =
  /** Of a table, view, sequence or index. */
  | { readonly kind: "owner"; readonly schema: string | undefined; readonly name: string }
  /** Of the same, or of its schema. */
  | { readonly kind: "drop"; readonly schema: string | undefined; readonly name: string }
  | { readonly kind: "create in schema"; readonly schema: string | undefined }
  | { readonly kind: "create in database" };

/**
 * Rights that the manual's pages of the statements name: "You must own the table to use ALTER TABLE", "CREATE privilege on the
 * schema". Not those of every statement: for the rest PostgreSQL has the word when it runs.
 */
export function neededRights(node: Node): readonly NeededRight[] {
  if ("AlterTableStmt" in node) return owner(node.AlterTableStmt.relation);
  if ("RenameStmt" in node) return owner(node.RenameStmt.relation);
  if ("AlterObjectSchemaStmt" in node) {
    const { relation, newschema } = node.AlterObjectSchemaStmt;
    return [...owner(relation), ...createIn(newschema)];
  }
  if ("IndexStmt" in node) return owner(node.IndexStmt.relation);
  if ("RuleStmt" in node) return owner(node.RuleStmt.relation);
  if ("CreatePolicyStmt" in node) return owner(node.CreatePolicyStmt.table);
  if ("AlterPolicyStmt" in node) return owner(node.AlterPolicyStmt.table);
  if ("AlterSeqStmt" in node) return owner(node.AlterSeqStmt.sequence);
  if ("DropStmt" in node)
    return Object.hasOwn(relations, node.DropStmt.removeType ?? "") ? dropped(node.DropStmt.objects) : [];
  if ("CreateStmt" in node)
    return [...created(node.CreateStmt.relation), ...(node.CreateStmt.inhRelations ?? []).flatMap(parent)];
  if ("CreateTableAsStmt" in node) return created(node.CreateTableAsStmt.into?.rel);
  if ("ViewStmt" in node) return created(node.ViewStmt.view);
  if ("CreateSeqStmt" in node) return created(node.CreateSeqStmt.sequence);
  if ("CreateEnumStmt" in node) return createIn(schemaOf(node.CreateEnumStmt.typeName));
  if ("CreateDomainStmt" in node) return createIn(schemaOf(node.CreateDomainStmt.domainname));
  if ("CreateFunctionStmt" in node) return createIn(schemaOf(node.CreateFunctionStmt.funcname));
  if ("CreateSchemaStmt" in node) return node.CreateSchemaStmt.if_not_exists ? [] : [{ kind: "create in database" }];
  return [];
}

/** Kinds of DROP whose names are those of relations. */
const relations: Readonly<Record<string, true>> = {
  OBJECT_TABLE: true,
  OBJECT_VIEW: true,
  OBJECT_MATVIEW: true,
  OBJECT_SEQUENCE: true,
  OBJECT_INDEX: true,
  OBJECT_FOREIGN_TABLE: true,
};

function owner(relation: RangeVar | undefined): readonly NeededRight[] {
  return relation?.relname === undefined
    ? []
    : [{ kind: "owner", schema: relation.schemaname, name: relation.relname }];
}

/** A partition or child is made by the owner of its parent. */
function parent(node: Node): readonly NeededRight[] {
  return "RangeVar" in node ? owner(node.RangeVar) : [];
}

/** "Only the table owner, the schema owner, and superuser can drop a table" (DROP TABLE); so it is with the other kinds. */
function dropped(objects: readonly Node[] = []): readonly NeededRight[] {
  return objects.flatMap((node): readonly NeededRight[] => {
    const [name, schema] = "List" in node ? partsOf(node.List.items).toReversed() : [];
    return name === undefined ? [] : [{ kind: "drop", schema, name }];
  });
}

function created(relation: RangeVar | undefined): readonly NeededRight[] {
  return relation?.relpersistence === "t" ? [] : createIn(relation?.schemaname);
}

function createIn(schema: string | undefined): readonly NeededRight[] {
  return [{ kind: "create in schema", schema }];
}

function schemaOf(names: readonly Node[] | undefined): string | undefined {
  return partsOf(names).at(-2);
}

function partsOf(names: readonly Node[] | undefined): readonly string[] {
  return (names ?? []).flatMap((one) => ("String" in one ? (one.String.sval ?? []) : []));
}
