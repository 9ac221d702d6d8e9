/**
 * A short text of a simple pattern: characters, classes and repetitions one after the other, as keys have them (`^AC[0-9a-f]{32}$`).
 * Whether it fits is for the oracle to say; `undefined`: the pattern has more than that.
 */
export function patternSample(pattern: string): string | undefined {
  const body = pattern.replace(/^\^/, "").replace(/\$$/, "");
  let text = "";
  let rest = body.replace(/\((?:\?:)?((?:[^()|\\]|\\.)*)\)(?![*+?{])/g, "$1");
  while (rest !== "") {
    const found = /^(\[[^\]\\]*(?:\\.[^\]\\]*)*\]|\\.|[^\\()[\]{}|*+?.^$]|\.)(\{(\d+)(,\d*)?\}|[*+?])?/.exec(rest);
    if (found === null) return undefined;
    const [all, atom = "", repetition, count] = found;
    const character = characterOf(atom);
    if (character === undefined) return undefined;
    text += character.repeat(
      count === undefined ? (/^[*?]$/.test(repetition ?? "") ? 0 : 1) : Math.min(Number(count), 1_000),
    );
    rest = rest.slice(all.length);
  }
  return text;
}

const candidates = "a0A1-_./ @:";

function characterOf(atom: string): string | undefined {
  if (atom.length === 1) return atom === "." ? "a" : atom;
  try {
    const one = new RegExp(`^${atom}$`);
    return (
      [...candidates].find((character) => one.test(character)) ?? (atom.startsWith("\\") ? atom.slice(1) : undefined)
    );
  } catch {
    return undefined;
  }
}
