import { shortened } from "../names/words";
import type { Family } from "./family";

/** `productId`: the captured key of a row. Always ends in `Id`, so that it is no reserved word. */
export function keyNameFor(family: Family): string {
  return `${stemOf(family)}Id`;
}

/** `productBody`: what was sent to create a row. */
export function bodyNameFor(family: Family): string {
  return `${stemOf(family)}Body`;
}

/** `customer-addresses` for `/customers/{customerId}/addresses`: letters, digits and hyphens only. */
export function fileNameFor(family: Family): string {
  const words = family.segments.flatMap((segment) => (segment.kind === "literal" ? wordsOf(segment.text) : []));
  return shortened(words.join("-").toLowerCase() || "root", "-");
}

/** Gives a name, or with a number behind it when it is taken. */
export function freeName(name: string, taken: Set<string>): string {
  let chosen = name;
  for (let count = 2; taken.has(chosen); count++) chosen = `${name}${count}`;
  taken.add(chosen);
  return chosen;
}

function stemOf(family: Family): string {
  const last = family.segments.findLast((segment) => segment.kind === "literal");
  const words = wordsOf(last?.kind === "literal" ? last.text : "row");
  const name = words.map((word, index) => (index === 0 ? word.toLowerCase() : capitalized(word))).join("") || "row";
  return shortened(/^[0-9]/.test(name) ? `row${name}` : singular(name), "");
}

function singular(name: string): string {
  if (/ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(ss|x|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return /[^su]s$/.test(name) ? name.slice(0, -1) : name;
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Za-z0-9]+/g) ?? [];
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
