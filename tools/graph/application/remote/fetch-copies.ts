import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { Tree } from "@nx/devkit";
import { compile } from "../../../compiler/compile";
import { hasErrors } from "../../../compiler/diagnostics/diagnostic";
import { type FetchLimits, fetchDocument } from "./fetch-document";

interface CopyIndex {
  readonly documents: Readonly<Record<string, { readonly file: string; readonly sha256: string }>>;
}

/** A copy may refer to further documents; more rounds than these are a trap. */
const mostRounds = 20;
const mostDocuments = 200;

/**
 * Fetches the documents that a description refers to on the allowed origins, where there is no copy of them yet, into
 * `remote/` beside the description. A copy that is there is never fetched again: delete it to get it anew. Copies that nothing
 * refers to any more are deleted.
 *
 * @returns what was fetched, one line each
 * @throws Error when a document cannot be had
 */
export async function fetchCopies(
  tree: Tree,
  openapiPath: string,
  origins: readonly string[],
  limits?: FetchLimits,
): Promise<readonly string[]> {
  const fetched: string[] = [];
  if (origins.length === 0) return fetched;
  for (let round = 0; round < mostRounds; round++) {
    const { missingRemote, usedRemote, diagnostics } = await compile({
      openapiPath,
      readText: (path) => (tree.exists(path) && tree.isFile(path) ? (tree.read(path, "utf8") ?? undefined) : undefined),
    });
    const wanted = missingRemote.filter((url) => origins.includes(new URL(url).origin));
    if (wanted.length === 0) {
      // Of a description with errors some references may not have been followed.
      if (!hasErrors(diagnostics)) dropUnused(tree, openapiPath, usedRemote);
      return fetched;
    }
    for (const url of wanted) {
      if (fetched.length >= mostDocuments)
        throw new Error(`${openapiPath} leads to more than ${mostDocuments} documents.`);
      const document = await fetchDocument(url, limits);
      if (document.kind === "failed") throw new Error(`${url} could not be fetched: ${document.reason}.`);
      fetched.push(`${url} → ${addCopy(tree, openapiPath, url, document.text)}`);
    }
  }
  throw new Error(`The documents that ${openapiPath} refers to lead to others without end.`);
}

function dropUnused(tree: Tree, openapiPath: string, used: readonly string[]): void {
  const folder = posix.join(posix.dirname(openapiPath), "remote");
  const path = posix.join(folder, "index.json");
  if (!tree.exists(path)) return;
  const { documents } = JSON.parse(tree.read(path, "utf8") ?? '{"documents":{}}') as CopyIndex;
  const [kept, unused] = [true, false].map((isUsed) =>
    Object.entries(documents).filter(([url]) => used.includes(url) === isUsed),
  );
  if (kept === undefined || unused === undefined || unused.length === 0) return;
  for (const [, { file }] of unused) tree.delete(posix.join(folder, file));
  if (kept.length === 0) tree.delete(path);
  else tree.write(path, printIndex(kept));
}

function printIndex(documents: readonly (readonly [string, CopyIndex["documents"][string]])[]): string {
  return `${JSON.stringify({ documents: Object.fromEntries(documents) }, null, 2)}\n`;
}

function addCopy(tree: Tree, openapiPath: string, url: string, text: string): string {
  const folder = posix.join(posix.dirname(openapiPath), "remote");
  const path = posix.join(folder, "index.json");
  const { documents } = JSON.parse(tree.read(path, "utf8") ?? '{"documents":{}}') as CopyIndex;
  const taken = new Set(
    Object.entries(documents).flatMap(([known, { file }]) => (known === url ? [] : [file.toLowerCase()])),
  );
  const file = fileName(new URL(url), taken);
  const entry = { file, sha256: createHash("sha256").update(text).digest("hex") };
  const all = Object.entries({ ...documents, [url]: entry }).sort(([a], [b]) => (a < b ? -1 : 1));
  tree.write(posix.join(folder, file), text);
  tree.write(path, printIndex(all));
  return posix.join(folder, file);
}

/** `https://a.example:8443/v1/common.yaml?x=1` → `a.example_8443/v1/common.yaml`, with a number where that is taken. */
function fileName({ host, pathname }: URL, taken: ReadonlySet<string>): string {
  const steps = pathname
    .split("/")
    .map((step) => step.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^\.+/, ""))
    .filter((step) => step !== "");
  const name = [host.replace(/[^A-Za-z0-9.-]+/g, "_"), ...(steps.length === 0 ? ["document"] : steps)].join("/");
  const { dir, name: base, ext } = posix.parse(name);
  let file = name;
  for (let count = 2; taken.has(file.toLowerCase()); count++) file = posix.join(dir, `${base}${count}${ext}`);
  return file;
}
