import { createHash } from "node:crypto";
import { type Code, code, join, stringLiteral } from "../text";

/** A statement's text, one clause a line. */
export function statementText(lines: readonly string[]): Code {
  const [first = "", ...rest] = lines;
  if (rest.length === 0) return stringLiteral(first);
  return code`[\n  ${join(lines.map(stringLiteral), ",\n")},\n].join("\\n")`;
}

/** PostgreSQL tells prepared statements apart by the first 63 bytes of their names. */
export function statementName(name: string): Code {
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return stringLiteral(name.length <= 60 ? name : `${name.slice(0, 48)}_${digest}`);
}
