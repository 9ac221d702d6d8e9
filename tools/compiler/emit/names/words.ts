import { createHash } from "node:crypto";

/** `list_pets`, `listPets` and `List pets` as `listPets`; text that has no ASCII letter or digit: `otherwise`. */
export function camelCase(text: string, otherwise: string): string {
  const name = pascalCase(text, otherwise);
  const capitals = /^[A-Z]+(?=[A-Z][a-z]|[0-9]|$)|^[A-Z]/.exec(name)?.[0] ?? "";
  return capitals.toLowerCase() + name.slice(capitals.length);
}

/** The same as `ListPets`. */
export function pascalCase(text: string, otherwise: string): string {
  const words = wordsOf(text);
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("") || capital(otherwise);
  return shortened(/^[0-9]/.test(name) ? `_${name}` : name, "");
}

/** The same as `list-pets`: for folders, so without capitals. */
export function kebabCase(text: string, otherwise: string): string {
  const words = wordsOf(text.replace(/([a-z0-9])([A-Z])/g, "$1 $2"));
  return shortened(words.join("-").toLowerCase() || otherwise, "-");
}

/** Most file systems allow 255 bytes; of a name that is cut, a digest of the whole keeps it apart from others. */
const lengthLimit = 120;

export function shortened(name: string, separator: string): string {
  if (name.length <= lengthLimit) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, lengthLimit - separator.length - digest.length)}${separator}${digest}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function wordsOf(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
}
