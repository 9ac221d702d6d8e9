import type { Operation } from "../../model/operation";
import type { OwnKey, OwnRow } from "./make-value";
import type { PathPiece, Source } from "./plan";
import { createOf, familyOf, listOf, type Planning } from "./planning";
import { replyKey } from "./reply-key";
import { successResponse } from "./response-shape";

/** A key of the path of a call, by the name of its parameter. */
export interface PathKey {
  readonly name: string;
  readonly source: Source;
}

/** The keys of a path, the outermost first. */
export function pathKeys({ path: { segments } }: Operation, path: readonly PathPiece[]): readonly PathKey[] {
  const names = segments.flatMap((segment) => (segment.kind === "parameter" ? [segment.name] : []));
  const sources = path.flatMap((piece) => (piece.kind === "key" ? [piece.source] : []));
  return names.length === sources.length
    ? names.map((name, index) => ({ name, source: sources[index] as Source }))
    : [];
}

/**
 * Where the body of an operation has keys: those of the path by the names of its parameters, and the row's own one also where replies
 * have it. What is made has a key that no row has.
 */
export function ownRow(planning: Planning, operation: Operation, keys: readonly PathKey[]): OwnRow {
  const family = familyOf(planning, operation);
  const create = family && createOf(family);
  const replied = family && create ? replyKey(planning, create, family) : undefined;
  const inReply = replied?.kind === "response" ? [replied.path] : [];
  const ofPath = keys.map(({ name, source }): OwnKey => ({ path: [name], source, isOptional: true }));
  const depth = Math.max(1, inReply[0]?.length ?? 1);
  if (family === undefined || operation !== create) {
    const own = family?.onItem.includes(operation) === true ? keys.at(-1) : undefined;
    const more =
      own === undefined ? [] : inReply.map((path): OwnKey => ({ path, source: own.source, isOptional: true }));
    return { keys: [...ofPath, ...more], isMaking: false, depth };
  }
  const envelope = inReply[0]?.slice(0, -1) ?? [];
  const named = family.itemParameter === undefined ? [] : [family.itemParameter];
  return {
    keys: [
      // The `id` in the body of what is made is not that of the row around it.
      ...ofPath.filter(({ path: [name = ""] }) => !/^(id|uuid|key)$/i.test(name)),
      ...named.flatMap((name): OwnKey[] => [
        { path: [name], isOptional: false },
        { path: [...envelope, name], isOptional: false },
      ]),
      ...inReply.map((path): OwnKey => ({ path, isOptional: true })),
    ],
    isMaking:
      family.onItem.length > 0 ||
      listOf(planning, family) !== undefined ||
      successResponse(operation)?.status === "201",
    depth,
  };
}
