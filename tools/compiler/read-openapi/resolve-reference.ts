import { kindOf, Located } from "./located";
import type { Reading } from "./reading";
import { escapeStep, isUrl, joinPath, pointerSteps, remoteUrl, splitReference } from "./reference-key";
import { depthLimit } from "./source/source-document";
import { closest } from "./suggestion-for";

/** What a `$ref` names: the value and the reference in its absolute form, `file#/json/pointer`. */
export interface Target {
  readonly value: Located;
  readonly file: string;
  /** Unescaped steps of the JSON pointer; empty: the whole file. */
  readonly pointer: readonly string[];
}

/** References through which one pointer may lead; more is a circle. */
const hopLimit = 50;

/** Resolves the `$ref` that stands at `at` (a string). Problems are reported at it; then there is no target. */
export function resolveReference(reading: Reading, at: Located, hops = 0): Target | undefined {
  if (typeof at.value !== "string") {
    reading.report("openapi/wrong-type", at, { field: "$ref", expected: "a text", found: kindOf(at.value) });
    return undefined;
  }
  const reference = at.value;
  if (hops > hopLimit) {
    reading.report("openapi/circular-reference", at, { reference });
    return undefined;
  }
  const { path, fragment } = splitReference(reference);
  const file = path === "" ? at.source.file : fileOf(reading, at, reference, path);
  if (file === undefined) return undefined;
  const document = reading.file(file);
  if (document === undefined) return undefined;
  if (document === "missing") {
    reading.report("openapi/unresolved-reference", at, { reference, target: `the file ${file} does not exist` });
    return undefined;
  }
  if (fragment !== "" && !fragment.startsWith("/")) {
    const target = "anchors and ids are not supported, only JSON pointers such as `#/components/schemas/Pet`";
    reading.report("openapi/unresolved-reference", at, { reference, target });
    return undefined;
  }
  const pointer = pointerSteps(fragment);
  return walk(reading, at, new Located(document, document.root), file, pointer, hops);
}

/** The file that the path of a reference names: in the workspace, or the copy of a document on another host. */
function fileOf(reading: Reading, at: Located, reference: string, path: string): string | undefined {
  const base = reading.remote.urlOf(at.source.file);
  if (base === undefined && !isUrl(path)) {
    const file = joinPath(at.source.file, path);
    if (file === undefined) reading.report("openapi/reference-outside-workspace", at, { reference });
    return file;
  }
  const url = remoteUrl(path, base);
  const copy = url === undefined ? undefined : reading.remote.copyOf(url);
  if (copy?.kind === "copy") return copy.file;
  if (copy?.kind === "changed") reading.report("openapi/changed-remote-copy", at, { reference, file: copy.file });
  else {
    const origin = url === undefined ? "https://<host>" : new URL(url).origin;
    reading.report("openapi/remote-reference", at, { reference, origin });
  }
  return undefined;
}

/** Follows `$ref`s until a value that is none. A circle of nothing but references is reported. */
export function resolveFully(reading: Reading, start: Located): Located | undefined {
  const seen = new Set<unknown>();
  let current = start;
  for (;;) {
    const reference = current.get("$ref");
    if (reference === undefined) return current;
    if (seen.has(current.value)) {
      reading.report("openapi/circular-reference", start, { reference: String(reference.value) });
      return undefined;
    }
    if (seen.size >= depthLimit) {
      reading.reportLongChain(start, String(reference.value));
      return undefined;
    }
    seen.add(current.value);
    const target = resolveReference(reading, reference);
    if (target === undefined) return undefined;
    current = target.value;
  }
}

function walk(
  reading: Reading,
  at: Located,
  root: Located,
  rootFile: string,
  steps: readonly string[],
  hops: number,
): Target | undefined {
  let value = root;
  let file = rootFile;
  let pointer: readonly string[] = [];
  for (const [index, step] of steps.entries()) {
    let next = value.step(step);
    if (next === undefined && value.get("$ref") !== undefined) {
      const inner = value.get("$ref") as Located;
      const hop = resolveReference(reading, inner, hops + 1);
      if (hop === undefined) return undefined;
      next = hop.value.step(step);
      file = hop.file;
      pointer = hop.pointer;
    }
    if (next === undefined) {
      const reached = index === 0 ? file : `${file}#/${steps.slice(0, index).map(escapeStep).join("/")}`;
      const near = closest(
        step,
        value.entries().map(([key]) => key),
      );
      const target = `\`${step}\` is not in ${reached}${near === undefined ? "" : `, \`${near}\` is`}`;
      reading.report("openapi/unresolved-reference", at, { reference: String(at.value), target });
      return undefined;
    }
    value = next;
    pointer = [...pointer, step];
  }
  return { value, file, pointer };
}
