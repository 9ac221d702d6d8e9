import { checkTokens, closing, split, stripped } from "./check-tokens";
import { toPattern } from "./to-pattern";

/** What a check says about the values of one column, as far as JSON Schema can say it. */
export interface CheckKeywords {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly values?: readonly (string | number)[];
}

type Draft = { -readonly [Key in keyof CheckKeywords]: CheckKeywords[Key] };

type Operand =
  | { readonly kind: "column" | "length" }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string };

/**
 * Keywords for the parts of a condition that compare one column with constants; every other part is left to the database.
 * They never refuse what the check lets pass.
 *
 * @param column its name, or `VALUE` in the check of a domain
 */
export function checkKeywords(expression: string, column: string): CheckKeywords {
  const draft: Draft = {};
  readCondition(checkTokens(expression), column, draft);
  return draft;
}

function readCondition(tokens: readonly string[], column: string, draft: Draft): void {
  const inner = stripped(tokens);
  if (split(inner, (text) => text.toUpperCase() === "OR").length > 1) return;
  let isBetween = false;
  const parts = split(inner, (text) => {
    const word = text.toUpperCase();
    if (word === "BETWEEN") isBetween = true;
    if (word !== "AND") return false;
    const isSeparator = !isBetween;
    isBetween = false;
    return isSeparator;
  });
  if (parts.length > 1) for (const part of parts) readCondition(part, column, draft);
  else readComparison(inner, column, draft);
}

const operators = ["<=", ">=", "<", ">", "=", "<>", "!=", "~", "BETWEEN", "IN"];
const mirrored: Readonly<Record<string, string>> = { "<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "=", "<>": "<>" };

function readComparison(tokens: readonly string[], column: string, draft: Draft): void {
  const sides = split(tokens, (text) => operators.includes(text.toUpperCase()));
  const [left, right] = sides;
  if (left === undefined || right === undefined || sides.length !== 2) return;
  const operator = (tokens[left.length] as string).toUpperCase();
  const subject = operandOf(left, column);
  if (operator === "IN" || (operator === "=" && right[0]?.toUpperCase() === "ANY")) {
    if (subject?.kind === "column") readList(operator === "IN" ? right : right.slice(1), column, draft);
    return;
  }
  if (operator === "BETWEEN") {
    const [least, most] = split(right, (text) => text.toUpperCase() === "AND").map((one) => operandOf(one, column));
    if (subject === undefined || least === undefined || most === undefined) return;
    compare(subject, ">=", least, draft);
    compare(subject, "<=", most, draft);
    return;
  }
  const object = operandOf(right, column);
  if (subject === undefined || object === undefined) return;
  if (subject.kind === "column" || subject.kind === "length") compare(subject, operator, object, draft);
  else compare(object, mirrored[operator] ?? "", subject, draft);
}

function compare(subject: Operand, operator: string, object: Operand, draft: Draft): void {
  if (subject.kind === "column" && object.kind === "text") {
    if (operator === "=") draft.values = [object.value];
    if ((operator === "<>" || operator === "!=") && object.value === "") raise(draft, "minLength", 1);
    const pattern = operator === "~" ? toPattern(object.value) : undefined;
    if (pattern !== undefined) draft.pattern ??= pattern;
  }
  if (object.kind !== "number") return;
  const { value } = object;
  if (subject.kind === "column") {
    if (operator === ">=" || operator === "=") raise(draft, "minimum", value);
    if (operator === "<=" || operator === "=") lower(draft, "maximum", value);
    if (operator === ">") raise(draft, "exclusiveMinimum", value);
    if (operator === "<") lower(draft, "exclusiveMaximum", value);
  }
  if (subject.kind === "length" && Number.isInteger(value) && value >= 0) {
    if (operator === ">=" || operator === "=") raise(draft, "minLength", value);
    if (operator === "<=" || operator === "=") lower(draft, "maxLength", value);
    if (operator === ">") raise(draft, "minLength", value + 1);
    if (operator === "<") lower(draft, "maxLength", Math.max(0, value - 1));
  }
}

function raise(draft: Draft, keyword: "minimum" | "exclusiveMinimum" | "minLength", value: number): void {
  draft[keyword] = Math.max(draft[keyword] ?? value, value);
}

function lower(draft: Draft, keyword: "maximum" | "exclusiveMaximum" | "maxLength", value: number): void {
  draft[keyword] = Math.min(draft[keyword] ?? value, value);
}

/** `('a', 'b')` or `(ARRAY['a', 'b'])`. */
function readList(tokens: readonly string[], column: string, draft: Draft): void {
  let inner = stripped(tokens);
  if (inner[0]?.toUpperCase() === "ARRAY" && inner[1] === "[" && closing(inner, 1) === inner.length - 1) {
    inner = inner.slice(2, -1);
  }
  const items = split(inner, (text) => text === ",").map((one) => operandOf(one, column));
  const values = items.flatMap((one) => (one?.kind === "text" || one?.kind === "number" ? [one.value] : []));
  if (values.length === items.length && values.length > 0) draft.values = [...new Set(values)];
}

function operandOf(tokens: readonly string[], column: string): Operand | undefined {
  const inner = stripped(tokens);
  const [first = "", second] = inner;
  if (inner.length === 1) {
    if (first.startsWith("'")) return { kind: "text", value: first.slice(1, -1).replaceAll("''", "'") };
    if (/^\d/.test(first)) return { kind: "number", value: Number(first) };
    return nameOf(first) === column || (column === "VALUE" && first.toUpperCase() === column)
      ? { kind: "column" }
      : undefined;
  }
  if (first === "-" && inner.length === 2 && /^\d/.test(second ?? ""))
    return { kind: "number", value: -Number(second) };
  const isLength = /^(length|char_length|character_length)$/i.test(first) && second === "(";
  if (isLength && closing(inner, 1) === inner.length - 1 && operandOf(inner.slice(1), column)?.kind === "column") {
    return { kind: "length" };
  }
  return undefined;
}

function nameOf(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
