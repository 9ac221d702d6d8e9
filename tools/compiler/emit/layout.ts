import { type Code, code, join } from "./text";

/** Longer lists get a line for each item; the indentation of what is around is allowed for. */
const widthLimit = 112;

function fits(parts: readonly Code[], limit: number): boolean {
  const length = parts.reduce((sum, part) => sum + part.text.length + 2, 0);
  return length <= limit && parts.every((part) => !part.text.includes("\n"));
}

/** `{ a: 1, b: 2 }`, or one line for each entry. `before` is how much stands on the line already. */
export function object(entries: readonly Code[], before = 0): Code {
  if (entries.length === 0) return code`{}`;
  if (fits(entries, widthLimit - before)) return code`{ ${join(entries, ", ")} }`;
  return block(entries);
}

/** An object with one line for each entry, however short. */
export function block(entries: readonly Code[]): Code {
  return entries.length === 0 ? code`{}` : code`{\n  ${join(entries, ",\n")},\n}`;
}

export function array(items: readonly Code[], before = 0): Code {
  if (items.length === 0) return code`[]`;
  if (fits(items, widthLimit - before)) return code`[${join(items, ", ")}]`;
  return code`[\n  ${join(items, ",\n")},\n]`;
}

/** `f(a, b)`; when it is too long and its last argument does not open a block by itself, one line for each argument. */
export function call(callee: Code, parameters: readonly Code[], before = 0): Code {
  if (fits(parameters, widthLimit - before - callee.text.length)) return code`${callee}(${join(parameters, ", ")})`;
  const leading = parameters.slice(0, -1);
  const last = parameters.at(-1);
  const opensBlock = last !== undefined && /^[{[].*[}\]]$/s.test(last.text) && last.text.includes("\n");
  if (opensBlock && fits(leading, widthLimit - before - callee.text.length)) {
    return code`${callee}(${join(parameters, ", ")})`;
  }
  return code`${callee}(\n  ${join(parameters, ",\n")},\n)`;
}

/** `A | B`, or one line for each member with a leading bar. */
export function union(members: readonly Code[]): Code {
  if (members.length === 1) return join(members, "");
  if (fits(members, widthLimit)) return join(members, " | ");
  const lines = members.map((member) => code`| ${member}`);
  return code`\n  ${join(lines, "\n")}`;
}
