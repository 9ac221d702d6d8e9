import { closest } from "../diagnostics/closest";

/** A hint for a misspelt name: the known name that differs least, when it is close enough to be meant. */
export function suggestionFor(name: string, known: readonly string[]): string {
  const best = closest(name, known);
  return best === undefined
    ? `Remove it, or begin its name with \`x-\` if another tool needs it.`
    : `Did you mean \`${best}\`?`;
}
