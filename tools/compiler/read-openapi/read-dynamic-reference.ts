import type { RefSchema } from "../model/schema";
import type { Located } from "./located";
import type { Reading } from "./reading";
import { percentDecoded, splitReference } from "./reference-key";
import { resolveReference, type Target } from "./resolve-reference";

/**
 * `$dynamicRef` (JSON Schema 2020-12 core §8.2.3.2): "If the initially resolved starting point URI includes a fragment that was
 * created by the "$dynamicAnchor" keyword", the outermost schema of the dynamic scope with that anchor is meant, else it is a
 * `$ref`.
 */
export function readDynamicReference(reading: Reading, value: Located): readonly RefSchema[] {
  const first = resolveReference(reading, value);
  if (first === undefined) return [];
  return [{ kind: "ref", to: reading.nameOf(outermost(reading, value, first)), span: value.span }];
}

function outermost(reading: Reading, value: Located, first: Target): Target {
  const name = percentDecoded(splitReference(String(value.value)).fragment);
  const initial = reading.identifiers.resourceOf(first.value.value)?.anchors.get(name);
  if (initial?.isDynamic !== true) return first;
  const anchor = reading.scope.entering(reading.identifiers.resourceOf(first.value.value)).outermost(name) ?? initial;
  return { value: anchor.place, file: anchor.place.source.file, pointer: anchor.pointer };
}
