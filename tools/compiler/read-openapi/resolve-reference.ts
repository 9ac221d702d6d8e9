import { closest } from "../diagnostics/closest";
import { findAnchor, findRoot } from "./find-root";
import { kindOf, type Located } from "./located";
import type { Reading } from "./reading";
import { escapeStep, pointerSteps, splitReference } from "./reference-key";
import { depthLimit } from "./source/source-document";

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
  const root = findRoot(reading, at, reference);
  if (root === undefined) return undefined;
  const { fragment } = splitReference(reference);
  if (fragment !== "" && !fragment.startsWith("/")) return findAnchor(reading, at, reference, root);
  const { value, file, pointer } = root;
  return walk(reading, at, { value, file, pointer }, pointerSteps(fragment), hops);
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

function walk(reading: Reading, at: Located, root: Target, steps: readonly string[], hops: number): Target | undefined {
  let { value, file, pointer } = root;
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
