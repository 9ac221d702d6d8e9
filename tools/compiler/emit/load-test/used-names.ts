import type { Code } from "../text";

/** Which of the functions are called in the code, so that nothing is imported in vain. Text inside of strings only adds. */
export function usedNames(parts: readonly Code[], names: readonly string[]): readonly string[] {
  const text = parts.map((part) => part.text).join("\n");
  // A property is not meant, an element of `...pick(…)` is.
  return names.filter((name) => new RegExp(`(?<![\\w$])(?<!(?<!\\.\\.)\\.)${name}\\(`).test(text));
}
