import type { DiagnosticCode } from "../diagnostics/catalog";
import { closest } from "../diagnostics/closest";
import type { diagnostic } from "../diagnostics/diagnostic";
import { resolveUri, type SchemaResource } from "./identifiers";
import { Located } from "./located";
import type { Reading } from "./reading";
import { isUrl, joinPath, percentDecoded, remoteUrl, splitReference } from "./reference-key";
import type { Target } from "./resolve-reference";

/** What the fragment of a reference is looked up in. */
interface Root extends Target {
  readonly resource: SchemaResource | undefined;
}

type FileCode =
  | "openapi/remote-reference"
  | "openapi/changed-remote-copy"
  | "openapi/reference-outside-workspace"
  | "openapi/unresolved-reference";
type Problem = { readonly [Code in FileCode]: Report<Code> }[FileCode];
interface Report<Code extends DiagnosticCode> {
  readonly code: Code;
  readonly values: Parameters<typeof diagnostic<Code>>[2];
}

/**
 * The file, or the schema with an `$id`, that a reference names. In OpenAPI 3.1 an `$id` counts as in JSON Schema, and a file
 * at that place is the second guess: its own `$id` may not have been read yet. In 3.0 a reference is about files (JSON
 * Reference), and identifiers are the second guess.
 */
export function findRoot(reading: Reading, at: Located, reference: string): Root | undefined {
  const { path, fragment } = splitReference(reference);
  const isPointer = fragment === "" || fragment.startsWith("/");
  if (reading.dialect === "3.0" && !isPointer) reading.identifiers.readOldIds();
  const own = reading.identifiers.resourceOf(at.container);
  if (path === "") return own === undefined || (reading.dialect === "3.0" && isPointer) ? rootOfFile(at) : rootOf(own);
  const uri = resolveUri(path, own?.uri ?? reading.uriOf(at.source.file));
  const known = reading.dialect === "3.1" || isUrl(path) ? findIdentifier(reading, uri, isUrl(path)) : undefined;
  if (known !== undefined) return known;
  const found = findFile(reading, at, path, reference);
  if (found === undefined || "value" in found) return found;
  if (reading.dialect === "3.0") reading.identifiers.readOldIds();
  const oldBase = reading.identifiers.resourceOf(at.container)?.uri;
  const second = findByUri(reading, oldBase === undefined ? uri : resolveUri(path, oldBase));
  if (second === undefined) reading.report(found.code as FileCode, at, found.values as never);
  return second;
}

/** What has the URI as its `$id`, in the files of the description or in the copy of a document on another host. */
export function findByUri(reading: Reading, uri: string | undefined): Root | undefined {
  const known = findIdentifier(reading, uri, true);
  if (known !== undefined || uri === undefined || remoteUrl(uri, undefined) === undefined) return known;
  const copy = reading.remote.copyOf(uri);
  const document = copy.kind === "copy" ? reading.file(copy.file) : undefined;
  return typeof document === "object" ? rootOfFile(new Located(document, document.root)) : undefined;
}

/** @param isWanted whether files that nothing has referred to yet are read for it */
function findIdentifier(reading: Reading, uri: string | undefined, isWanted: boolean): Root | undefined {
  const find = () => (uri === undefined ? undefined : reading.identifiers.find(uri));
  let resource = find();
  if (resource === undefined && isWanted) {
    reading.readComponentFiles();
    resource = find();
  }
  return resource === undefined ? undefined : rootOf(resource);
}

/** In the workspace, or the copy of a document on another host. `undefined`: it has problems, which are reported already. */
function findFile(reading: Reading, at: Located, path: string, reference: string): Root | Problem | undefined {
  const base = reading.remote.urlOf(at.source.file);
  const file =
    base === undefined && !isUrl(path) ? joinPath(at.source.file, path) : copyOf(reading, path, base, reference);
  if (file === undefined) return { code: "openapi/reference-outside-workspace", values: { reference } };
  if (typeof file !== "string") return file;
  const document = reading.file(file);
  if (document === undefined) return undefined;
  if (document !== "missing") return rootOfFile(new Located(document, document.root));
  const target = `the file ${file} does not exist`;
  return { code: "openapi/unresolved-reference", values: { reference, target } };
}

function copyOf(reading: Reading, path: string, base: string | undefined, reference: string): string | Problem {
  const url = remoteUrl(path, base);
  const copy = url === undefined ? undefined : reading.remote.copyOf(url);
  if (copy?.kind === "copy") return copy.file;
  if (copy?.kind === "changed") return { code: "openapi/changed-remote-copy", values: { reference, file: copy.file } };
  const origin = url === undefined ? "https://<host>" : new URL(url).origin;
  return { code: "openapi/remote-reference", values: { reference, origin } };
}

function rootOfFile({ source }: Located): Root {
  const value = new Located(source, source.root);
  return { value, file: source.file, pointer: [], resource: undefined };
}

function rootOf(resource: SchemaResource): Root {
  const { root, pointer } = resource;
  return { value: root, file: root.source.file, pointer, resource };
}

/** The place of an `$anchor` (JSON Schema 2020-12 core §8.2.2), or of an `id: "#name"` of draft 4. */
export function findAnchor(reading: Reading, at: Located, reference: string, root: Root): Target | undefined {
  const name = percentDecoded(splitReference(reference).fragment);
  const { anchors } = root.resource ?? reading.identifiers.find(reading.uriOf(root.file)) ?? {};
  const anchor = anchors?.get(name);
  if (anchor !== undefined) return { value: anchor.place, file: root.file, pointer: anchor.pointer };
  const near = closest(name, [...(anchors?.keys() ?? [])]);
  const target = `no schema there has \`$anchor: ${name}\`${near === undefined ? "" : `, one has \`${near}\``}`;
  reading.report("openapi/unresolved-reference", at, { reference, target });
  return undefined;
}
