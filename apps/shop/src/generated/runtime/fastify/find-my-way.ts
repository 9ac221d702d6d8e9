// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: fdfd340b2a1565ff
import { encodeLiteral } from "../address.js";
import { readTemplate, type TemplatePart } from "../path-template.js";
import type { RouterPath } from "../router-path.js";

/**
 * A path as find-my-way writes it, the router of Fastify. It compares the texts of a route with a path in which only what separates
 * nothing is decoded, and expressions with a segment in which everything is.
 */
export function toFindMyWay(path: string): RouterPath {
  const parameters = new Map<string, string>();
  let groups = 0;
  /** Routes that differ in their expressions alone are the same to the router: they differ in the number of groups, too. */
  const group = (name: string, expression: string, count: number) =>
    `:${name}(${expression})${Array.from({ length: count - 1 }, () => `:g${++groups}()`).join("")}`;

  const parameter = ({ name: own }: Extract<TemplatePart, { kind: "parameter" }>, index: number, parts: Parts) => {
    const name = `p${parameters.size + 1}`;
    parameters.set(name, own);
    if (parts.length === 1) return `:${name}`;
    // As path-to-regexp has it: a text between two parameters is the last one that there is, and no parameter is empty.
    const before = index > 1 ? parts[index - 1] : undefined;
    const isShort = before?.kind === "literal";
    return group(name, isShort ? `(?:(?!${escaped(decoded(before.text))}).)+` : ".+", 2);
  };

  const literal = (text: string, index: number) => {
    let isBehindGroup = index > 0;
    return Array.from(decoded(text), (character) => {
      const count = groupCounts[character];
      if (count === undefined || (character === "%" && !isBehindGroup)) return character === ":" ? "::" : character;
      isBehindGroup = true;
      return group(`g${++groups}`, escaped(character), count);
    }).join("");
  };

  const segments = readTemplate(path).map(({ parts }) =>
    parts
      .map((part, index) => (part.kind === "literal" ? literal(part.text, index) : parameter(part, index, parts)))
      .join(""),
  );
  return { text: `/${segments.join("/")}`, parameters };
}

type Parts = readonly TemplatePart[];

/** Characters that a route cannot have as its text, at least behind an expression. */
const groupCounts: Readonly<Record<string, number>> = { "*": 1, "/": 3, "?": 4, "#": 5, "%": 6 };

function decoded(text: string): string {
  return decodeURIComponent(encodeLiteral(text));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
