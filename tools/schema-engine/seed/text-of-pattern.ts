import type { Random } from "../../random/random";

const classes: Readonly<Record<string, string>> = {
  alpha: "abcdefghijklmnopqrstuvwxyz",
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  digit: "0123456789",
  alnum: "abcdefghijklmnopqrstuvwxyz0123456789",
  xdigit: "0123456789abcdef",
  space: " ",
  punct: "-._",
};
const anything = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * A text that matches a POSIX pattern: literals, classes, groups, alternatives and quantifiers. Repetitions stay short.
 * `undefined` for forms that are not understood (back references, look-ahead).
 */
export function textOfPattern(pattern: string, random: Random): string | undefined {
  let at = 0;
  const failed = Symbol("not understood");

  function alternatives(): string {
    const options = [sequence()];
    while (pattern[at] === "|") {
      at++;
      options.push(sequence());
    }
    return random.pick(options);
  }

  function sequence(): string {
    let text = "";
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")") {
      const start = at;
      const first = atom();
      const end = at;
      const [minimum, maximum] = quantifier();
      const count = random.integer(minimum, Math.min(maximum, Math.max(minimum, minimum === 0 ? 3 : minimum + 5)));
      const after = at;
      if (count > 0) text += first;
      for (let index = 1; index < count; index++) {
        at = start;
        text += atom();
        if (at !== end) throw failed;
      }
      at = after;
    }
    return text;
  }

  function atom(): string {
    const character = pattern[at++];
    if (character === "^" || character === "$") return "";
    if (character === "(") {
      if (pattern[at] === "?") {
        if (pattern[at + 1] !== ":") throw failed;
        at += 2;
      }
      const text = alternatives();
      if (pattern[at++] !== ")") throw failed;
      return text;
    }
    if (character === "[") return random.pick([...bracket()]);
    if (character === ".") return random.pick([...anything]);
    if (character === "\\") return escaped();
    if (character === undefined || character === "*" || character === "+" || character === "?") throw failed;
    return character;
  }

  function escaped(): string {
    const character = pattern[at++];
    if (character === "d") return random.pick([..."0123456789"]);
    if (character === "w") return random.pick([...anything]);
    if (character === "s") return " ";
    if (character === "m" || character === "M" || character === "y" || character === "A" || character === "Z")
      return "";
    if (character === undefined || /[A-Za-z0-9]/.test(character)) throw failed;
    return character;
  }

  function bracket(): string {
    const isNegated = pattern[at] === "^";
    if (isNegated) at++;
    let members = "";
    for (let isFirst = true; isFirst || pattern[at] !== "]"; isFirst = false) {
      const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
      if (named !== null) {
        members += classes[named[1] ?? ""] ?? "";
        at += named[0].length;
        continue;
      }
      let from = pattern[at++];
      if (from === "\\") {
        const kind = pattern[at++];
        if (kind === "d") members += "0123456789";
        else if (kind === "w") members += `${anything}_`;
        else if (kind === "s") members += " ";
        if (kind === "d" || kind === "w" || kind === "s") continue;
        from = kind;
      }
      if (from === undefined) throw failed;
      if (pattern[at] === "-" && pattern[at + 1] !== "]" && pattern[at + 1] !== undefined) {
        const to = pattern[at + 1] ?? from;
        at += 2;
        for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) members += String.fromCharCode(code);
      } else members += from;
    }
    at++;
    // Letters and digits first: what stands between them is often refused at the ends of a text.
    const others = [anything, "-_ "].map((some) => [...some].filter((one) => !members.includes(one)).join(""));
    const chosen = isNegated ? others[0] || others[1] : members;
    if (chosen === undefined || chosen === "") throw failed;
    return chosen;
  }

  function quantifier(): readonly [number, number] {
    const rest = pattern.slice(at);
    const match = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(rest);
    if (match === null) return [1, 1];
    at += match[0].length;
    if (match[1] === "*") return [0, 6];
    if (match[1] === "+") return [1, 8];
    if (match[1] === "?") return [0, 1];
    const minimum = Number(match[2]);
    if (match[3] === undefined) return [minimum, minimum];
    return [minimum, match[4] === "" || match[4] === undefined ? minimum + 8 : Number(match[4])];
  }

  try {
    const text = alternatives();
    return at === pattern.length ? text : undefined;
  } catch (error) {
    if (error === failed) return undefined;
    throw error;
  }
}
