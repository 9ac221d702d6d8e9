/**
 * The only place that makes code. A text of a spec is a `string`, the `code` template takes no `string`, so that text
 * cannot reach a file unescaped: it does not type-check.
 */
export interface Code {
  readonly [brand]: true;
  readonly text: string;
}

declare const brand: unique symbol;

function asCode(text: string): Code {
  return { text } as Code;
}

/** Joins literal text of the template with code. Every line of a nested value is indented like the line that it starts on. */
export function code(strings: TemplateStringsArray, ...values: readonly Code[]): Code {
  let text = strings[0] ?? "";
  values.forEach((value, index) => {
    text += indented(value.text, text) + (strings[index + 1] ?? "");
  });
  return asCode(text);
}

/** Most values have one line; only for the others is it worth to look for the line that they start on. */
function indented(value: string, before: string): string {
  if (!value.includes("\n")) return value;
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return value.replaceAll("\n", `\n${/^[ \t]*/.exec(line)?.[0] ?? ""}`);
}

export const nothing: Code = asCode("");

export function join(
  parts: readonly Code[],
  separator: "\n" | "\n\n" | ", " | "; " | " | " | " & " | ",\n" | "",
): Code {
  return asCode(parts.map((part) => part.text).join(separator));
}

/** A JSON string is a JavaScript string but for what could end a script element, a line, or be half a character. */
export function stringLiteral(text: string): Code {
  return asCode(
    JSON.stringify(text)
      .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escapeUnits)
      .replaceAll("</", "<\\/"),
  );
}

export function numberLiteral(value: number): Code {
  if (!Number.isFinite(value)) throw new RangeError(`not a JSON number: ${value}`);
  return asCode(String(value));
}

export function booleanLiteral(value: boolean): Code {
  return asCode(String(value));
}

/** Only plain ASCII identifiers pass; make one with `identifierFor`. */
export function identifier(name: string): Code {
  if (!isIdentifier(name)) throw new Error(`not an identifier: ${JSON.stringify(name)}`);
  return asCode(name);
}

export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name);
}

/** A key in an object literal or type. `__proto__` is computed, since as a plain key it would set the prototype. */
export function propertyKey(name: string): Code {
  if (name === "__proto__") return asCode('["__proto__"]');
  return isIdentifier(name) ? asCode(name) : stringLiteral(name);
}

/** `.name`, or `["na-me"]`. */
export function member(name: string): Code {
  return isIdentifier(name) ? asCode(`.${name}`) : asCode(`[${stringLiteral(name).text}]`);
}

/** A doc comment; what could end it or hide text from a reader is taken out. */
export function docComment(text: string): Code {
  const lines = text
    .replaceAll("*/", "* /")
    .replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, " ")
    .trim()
    .split("\n")
    .map((line) => line.trimEnd());
  if (lines.length === 1) return asCode(`/** ${lines[0]} */`);
  return asCode(`/**\n${lines.map((line) => (line === "" ? " *" : ` * ${line}`)).join("\n")}\n */`);
}

/** The finished text of a file or a part of one. */
export function render(value: Code): string {
  return value.text;
}

function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
