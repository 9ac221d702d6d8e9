import type { Node } from "libpg-query";
import { noSchemaOf, noSchemaWarning, textOption } from "../diagnostics/no-schema";
import type { SourceSpan } from "../diagnostics/source-span";
import { qualifiedName, unwrap } from "./nodes";
import type { SchemaDraft } from "./schema-draft";

/** Statements that make something of what this reader reads; temporary tables are gone with their session. */
const declarations = [
  /\bcreate\s+(?:or\s+replace\s+)?(?:unlogged\s+|unique\s+|materialized\s+|recursive\s+|constraint\s+)*(?:table|type|domain|view|index|trigger|function)\b/i,
  /\balter\s+(?:table|type|domain)\b[^;]*?\b(?:add|drop|rename|alter)\b/i,
  /\bdrop\s+(?:materialized\s+)?(?:table|type|domain|view|index)\b/i,
];

/** Code is not run here: where it makes nothing that is read, that is said; where it does, the schema would be wrong. */
export function readCode(draft: SchemaDraft, node: Node, span: SourceSpan): void {
  const created = unwrap(node, "CreateFunctionStmt");
  if (created !== undefined) {
    draft.bodies.set(qualifiedName(created.funcname).name, textOption(created.options));
    return;
  }
  const code = noSchemaOf(node);
  if (code?.kind !== "code") return;
  const bodies = [code.body ?? "", ...code.routines.map((one) => draft.bodies.get(one) ?? "")].map(withoutComments);
  const found = bodies.flatMap((body) => declarations.flatMap((one) => one.exec(body)?.[0] ?? []))[0];
  const { statement } = code;
  if (found === undefined) draft.diagnostics.push(noSchemaWarning(code, span));
  else draft.report("sql/hidden-objects", span, { statement, found: found.replace(/\s+/g, " ") });
}

function withoutComments(body: string): string {
  return body.replace(/--.*|\/\*[\s\S]*?\*\//g, " ");
}
