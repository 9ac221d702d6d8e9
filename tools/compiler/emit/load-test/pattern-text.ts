import type { TextPart } from "./value";

/**
 * The shortest text that an ECMAScript pattern of the common kind matches, with one run of a repeated character class as the
 * place for a unique part. `undefined`: the pattern uses what this does not know (look-around, back references).
 */
export function textForPattern(pattern: string, minLength = 0, maxLength = 200): readonly TextPart[] | undefined {
  try {
    const node = new PatternReader(pattern).read();
    const least = lengthOf(node);
    const stretched = stretch(
      node,
      Math.max(0, Math.min(uniqueLength, maxLength - least)),
      Math.max(0, minLength - least),
    );
    return joinLiterals(stretched);
  } catch (error) {
    if (error instanceof UnknownPattern) return undefined;
    throw error;
  }
}

/** Enough for 36^10 texts. */
const uniqueLength = 10;

class UnknownPattern extends Error {}

type Node =
  | { readonly kind: "sequence"; readonly nodes: readonly Node[] }
  | { readonly kind: "class"; readonly characters: string }
  | { readonly kind: "repeat"; readonly node: Node; readonly least: number; readonly most: number };

type Repeat = Extract<Node, { kind: "repeat" }>;

class PatternReader {
  private at = 0;
  constructor(private readonly pattern: string) {}

  read(): Node {
    const node = this.alternatives();
    if (this.at < this.pattern.length) throw new UnknownPattern();
    return node;
  }

  /** The first alternative is as good as any. */
  private alternatives(): Node {
    const first = this.sequence();
    while (this.peek() === "|") {
      this.at++;
      this.sequence();
    }
    return first;
  }

  private sequence(): Node {
    const nodes: Node[] = [];
    for (let next = this.peek(); next !== undefined && next !== "|" && next !== ")"; next = this.peek()) {
      if (next === "^" || next === "$") this.at++;
      else nodes.push(this.quantified());
    }
    return { kind: "sequence", nodes };
  }

  private quantified(): Node {
    const node = this.atom();
    const quantifier = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(this.pattern.slice(this.at));
    if (quantifier === null) return node;
    this.at += quantifier[0].length;
    const [text, low, comma, high] = quantifier;
    if (text.startsWith("{")) {
      const least = Number(low);
      return { kind: "repeat", node, least, most: comma === undefined ? least : high ? Number(high) : Infinity };
    }
    const least = text.startsWith("+") ? 1 : 0;
    return { kind: "repeat", node, least, most: text.startsWith("?") ? 1 : Infinity };
  }

  private atom(): Node {
    const next = this.take();
    switch (next) {
      case "(": {
        if (this.peek() === "?") {
          const prefix = /^\?(:|<[A-Za-z_]\w*>)/.exec(this.pattern.slice(this.at));
          if (prefix === null) throw new UnknownPattern();
          this.at += prefix[0].length;
        }
        const inner = this.alternatives();
        if (this.take() !== ")") throw new UnknownPattern();
        return inner;
      }
      case "[":
        return { kind: "class", characters: this.characterClass() };
      case ".":
        return { kind: "class", characters: wordCharacters };
      case "\\":
        return { kind: "class", characters: this.escape() };
      default:
        if (next === undefined || /[*+?{)\]]/.test(next)) throw new UnknownPattern();
        return { kind: "class", characters: next };
    }
  }

  private characterClass(): string {
    const isNegated = this.peek() === "^";
    if (isNegated) this.at++;
    let characters = "";
    for (let next = this.take(); next !== "]"; next = this.take()) {
      if (next === undefined) throw new UnknownPattern();
      const low = next === "\\" ? this.escape() : next;
      const isRange = low.length === 1 && this.peek() === "-" && this.pattern[this.at + 1] !== "]";
      if (!isRange) {
        characters += low;
        continue;
      }
      this.at++;
      const taken = this.take() ?? "";
      const high = taken === "\\" ? this.escape() : taken;
      for (let unit = low.charCodeAt(0); unit <= Math.min(high.charCodeAt(0), 126); unit++)
        characters += String.fromCharCode(unit);
    }
    const chosen = isNegated ? [...wordCharacters].filter((one) => !characters.includes(one)).join("") : characters;
    if (chosen === "") throw new UnknownPattern();
    return chosen;
  }

  private escape(): string {
    const next = this.take() ?? "";
    if (next === "d") return digits;
    if (next === "w") return wordCharacters;
    if (next === "s") return " ";
    if (next === "S" || next === "D") return letters;
    if (next === "t") return "\t";
    if (next === "n") return "\n";
    if (/[A-Za-z0-9]/.test(next)) throw new UnknownPattern();
    return next;
  }

  private peek(): string | undefined {
    return this.pattern[this.at];
  }

  private take(): string | undefined {
    return this.pattern[this.at++];
  }
}

const digits = "0123456789";
const letters = "abcdefghijklmnopqrstuvwxyz";
const wordCharacters = `${letters}ABCDEFGHIJKLMNOPQRSTUVWXYZ${digits}`;

function lengthOf(node: Node): number {
  if (node.kind === "class") return 1;
  if (node.kind === "repeat") return node.least * lengthOf(node.node);
  return node.nodes.reduce((sum, one) => sum + lengthOf(one), 0);
}

/** Gives the repetition with the most room `more` characters, which become the unique part; `needed` of them are a must. */
function stretch(root: Node, more: number, needed: number): readonly TextPart[] {
  const best = repeatsOf(root).sort((a, b) => room(b) - room(a))[0];
  const chosen = best === undefined || room(best) + best.least < 1 ? undefined : best;
  const print = (node: Node): readonly TextPart[] => {
    if (node.kind === "class") return [{ kind: "literal", text: preferred(node.characters)[0] ?? "" }];
    if (node.kind === "sequence") return node.nodes.flatMap(print);
    if (node === chosen && node.node.kind === "class") {
      const length = Math.min(node.most, node.least + Math.max(Math.max(0, more), needed));
      return [{ kind: "unique", alphabet: preferred(node.node.characters), length }];
    }
    return Array.from({ length: node.least }, () => print(node.node)).flat();
  };
  return print(root);
}

function repeatsOf(node: Node): Repeat[] {
  if (node.kind === "class") return [];
  if (node.kind === "sequence") return node.nodes.flatMap(repeatsOf);
  // A repetition inside one that may be left out is not printed.
  return [...(node.node.kind === "class" ? [node] : []), ...(node.least > 0 ? repeatsOf(node.node) : [])];
}

function room(node: Repeat): number {
  return Math.min(node.most, 64) * Math.min(2, node.node.kind === "class" ? node.node.characters.length : 0);
}

/** Letters and digits of the class, or all of it when it has none. */
function preferred(characters: string): string {
  const plain = [...new Set(characters)].filter((one) => /[A-Za-z0-9]/.test(one)).join("");
  return plain === "" ? [...new Set(characters)].join("") : plain;
}

function joinLiterals(parts: readonly TextPart[]): readonly TextPart[] {
  const joined: TextPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === "literal" && last?.kind === "literal")
      joined[joined.length - 1] = { kind: "literal", text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}
