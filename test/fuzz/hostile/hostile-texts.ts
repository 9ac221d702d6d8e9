import type { Random } from "../random";

/** In every text that tries to break out. No name that the mangler gives contains it: it takes the underscore out. */
export const marker = "pwned_x";

const call = `${marker}()`;

/** Each ends some kind of literal, comment, line, element or statement, calls the marker and goes on as if nothing had been. */
const breakers = [
  ...[`*/ ${call}; /*`, `// ${call}\n${call};`, `\n${call};\n`, `\r\n${call};\r\n`, `\r${call}\r`],
  ...[`"; ${call}; "`, `'; ${call}; '`, `\`; ${call}; \``, `\\"; ${call}; //`, `\\'; ${call}; //`, `\\\`; ${call}; //`],
  ...[`$\{${call}}`, `\`$\{${call}}\``, `"+${call}+"`, `'+${call}+'`, `\\u0022;${call};//`, `\\${call}`],
  ...[`\u2028${call};\u2028`, `\u2029${call};\u2029`, `\u0085${call};`, `\u000b${call}\u000c`, `\ufeff${call}`],
  ...[`</script><script>${call}</script>`, `<!--<script>${call}`, `]]>${call}<![CDATA[`, `<img src=x onerror=${call}>`],
  ...[`]; ${call}; [`, `}; ${call}; {`, `);${call};(`, `x);${call};(`, `]]};${call};({[[`, `${call}}}}}`],
  ...[`\u202e${call}\u202c`, `\u2066${call}\u2069`, `\u200b${call}\u200d`, `\ud800${call}\udc00`, `\udfff${call}`],
  ...[
    `\0${call}\0`,
    `\b\u001b[2J${call}`,
    `%00${call}`,
    `%0d%0a${call}`,
    `#{${call}}`,
    `{{${call}}}`,
    `<%= ${call} %>`,
  ],
  ...[`'; DROP TABLE ${marker}; --`, `"; DROP TABLE ${marker}; --`, `$$; DROP TABLE ${marker}; $$`, `/* ${marker}`],
  ...[`$1 ${marker}`, `:${marker}`, `*${marker}*`, `/${marker}+/g`, `\\k<${marker}>`, `[${marker}`, `(?:${marker}`],
  ...[`@${marker}`, `#${marker}`, `{@link ${call}}`, `@ts-ignore ${marker}`, `/// <reference path="${marker}" />`],
  ...[`//# sourceMappingURL=${marker}`, `import("${marker}")`, `require('${marker}')`, `export default ${call};`],
] as const;

const odd = [
  ...["", " ", "  x  ", "constructor", "prototype", "__proto__", "hasOwnProperty", "toString", "valueOf", "then"],
  ...["class", "default", "await", "async", "arguments", "eval", "undefined", "null", "true", "NaN", "let", "static"],
  ...["Record", "Error", "Promise", "Type", "TSchema", "Input", "Reply", "Handlers", "ListInput", "string", "any"],
  ...["con", "CON", "nul", "aux.txt", "com1", "LPT9", "index", "handlers", "generated", "runtime", "package.json"],
  ...["..", ".", "../..", "../../etc/passwd", "a/b", "a\\b", "/", "//", "C:\\x", "~", "-", "--help", "-rf", "$0"],
  ...["A", "a", "Á", "á", "a\u0301", "А", "а", "ａ", "ß", "SS", "ı", "İ", "ﬁ", "名前", "ñ", "Ω", "Ω"],
  ...["💥", "👩‍👩‍👧", "\u0301", "\ud83d", "\udca5", "\u00ad", "\u2060", "\u3164", "١", "1st", "1", "0x10", "1e3", "-0"],
  ...["a-b", "a_b", "aB", "AB", "a.b", "a b", "list_pets", "listPets", "ListPets", "LISTPETS", "id", "data", "error"],
  ...["db", "request", "context", "input", "query", "body", "path", "t", "contract", "schemas", "register", "app"],
  ...[
    "{",
    "}",
    "{}",
    "[",
    "]",
    "*",
    ":",
    ":id",
    "(.*)",
    "+",
    "?",
    "#",
    "&",
    "%",
    "%2F",
    "%zz",
    ";",
    ",",
    "|",
    "$",
    "^",
  ],
] as const;

/** Texts for every position of a description. */
export class HostileTexts {
  constructor(private readonly random: Random) {}

  any(): string {
    switch (this.random.below(8)) {
      case 0:
        return this.random.pick(odd);
      case 1:
        return `${this.random.pick(breakers)}${this.random.pick(breakers)}`;
      case 2:
        return this.units();
      case 3:
        return this.random.oneIn(12) ? `${"x".repeat(5000)}${this.random.pick(breakers)}` : this.random.pick(breakers);
      default:
        return `${this.random.pick(odd)}${this.random.pick(breakers)}${this.random.pick(odd)}`;
    }
  }

  /** For names: more of those that clash with each other or with what is known. */
  name(): string {
    return this.random.oneIn(2) ? this.random.pick(odd) : this.any();
  }

  /** Different from all of `taken`, to which it is added. */
  newName(taken: Set<string>, make = () => this.name()): string {
    let name = make();
    for (let count = 2; taken.has(name); count++) name = `${make()}${count}`;
    taken.add(name);
    return name;
  }

  /** A regular expression of ECMAScript with hostile text in it. */
  pattern(): string {
    const text = this.any();
    for (const pattern of [text, `^${text}$`, `[^${text}]*`]) if (isPattern(pattern)) return pattern;
    return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  }

  /** UTF-16 units at random, halves of characters among them. */
  private units(): string {
    const units = this.random.list(this.random.below(12), () =>
      this.random.oneIn(2) ? this.random.below(0x10000) : this.random.below(0x80),
    );
    return `${String.fromCharCode(...units)}${this.random.pick(breakers)}`;
  }
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
