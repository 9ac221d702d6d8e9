import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { pascalCase } from "../names/words";
import type { QueryPlan } from "../queries/query-plan";
import { type Code, code, identifier, join, stringLiteral } from "../text";
import { exportedName } from "./exported-name";
import { handlerPath } from "./resource-path";

interface Kept {
  readonly types: Code[];
  readonly queries: Code[];
}

/**
 * A handler stays in its file when its operation is renamed or gets another tag, and goes on importing what it did: the
 * old names and places lead to the new ones.
 */
export function addKeptExports(
  sources: readonly Source[],
  plans: ReadonlyMap<string, QueryPlan>,
  context: EmitContext,
): readonly Source[] {
  const byFolder = new Map<string, Kept>();
  for (const operation of context.service.resources.flatMap(({ operations }) => operations)) {
    const path = handlerPath(operation, context);
    const folder = path.split("/").slice(0, 3).join("/");
    const resource = context.names.resource(operation.resource);
    const [oldName, newName] = [exportedName(path).replace(/\d+$/, ""), context.names.operation(operation.id)];
    const isMoved = folder !== `src/resources/${resource}`;
    if (!isMoved && (oldName === newName || exportedName(path) === newName)) continue;
    const kept = byFolder.get(folder) ?? { types: [], queries: [] };
    byFolder.set(folder, kept);
    const from = isMoved ? `../../${resource}/generated` : ".";
    const [oldType, newType] = [pascalCase(oldName, "operation"), context.names.operationType(operation.id)];
    const types = join(
      ["", "Input", "Reply"].map((suffix) => renamed(`${newType}${suffix}`, `${oldType}${suffix}`)),
      ", ",
    );
    kept.types.push(code`export type { ${types} } from ${stringLiteral(`${from}/types.js`)};`);
    if (plans.has(operation.id)) {
      kept.queries.push(code`export { ${renamed(newName, oldName)} } from ${stringLiteral(`${from}/queries.js`)};`);
    }
  }
  let result = sources;
  for (const [folder, { types, queries }] of byFolder) {
    result = append(result, `${folder}/generated/types.ts`, types);
    result = append(result, `${folder}/generated/queries.ts`, queries);
  }
  return result;
}

function renamed(name: string, as: string): Code {
  return name === as ? identifier(name) : code`${identifier(name)} as ${identifier(as)}`;
}

function append(sources: readonly Source[], path: string, statements: readonly Code[]): readonly Source[] {
  if (statements.length === 0) return sources;
  const added = join(statements, "\n");
  const there = sources.find((source) => source.path === path);
  if (there === undefined) return [...sources, { path, body: added }];
  return sources.map((source) => (source === there ? { path, body: code`${source.body}\n\n${added}` } : source));
}
