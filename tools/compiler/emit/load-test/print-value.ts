import type { JsonValue } from "../../model/json-value";
import {
  booleanLiteral,
  type Code,
  code,
  identifier,
  join,
  member,
  nothing,
  numberLiteral,
  propertyKey,
  stringLiteral,
} from "../text";
import type { QueryValue, Source } from "./plan";
import type { Reference, Value } from "./value";

/** How rows are called in the code around. */
export type RowsName = (reference: Reference) => string;

const plainAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A value as an expression; `n` is the number of the iteration. */
export function printValue(value: Value, rowsName: RowsName): Code {
  switch (value.kind) {
    case "fixed":
      return printJson(value.value);
    case "unique-text": {
      const parts = value.parts.filter((part) => part.kind === "unique" || part.text !== "");
      return plus(
        parts.map((part) => {
          if (part.kind === "literal") return stringLiteral(part.text);
          const alphabet = part.alphabet === plainAlphabet ? nothing : code`, ${stringLiteral(part.alphabet)}`;
          return code`unique(${numberLiteral(part.length)}${alphabet})`;
        }),
      );
    }
    case "unique-integer":
      return code`uniqueInteger(${numberLiteral(value.minimum)}, ${numberLiteral(value.maximum)})`;
    case "reference":
      return printSource({ kind: "row", reference: value.reference, index: -1 }, rowsName);
    case "key":
      return printSource(value.source, rowsName);
    case "pick":
      return code`pick([${join(value.values.map(printJson), ", ")}], n)`;
    case "array":
      return array(value.items.map((item) => printValue(item, rowsName)));
    case "object":
      return object(
        value.properties.map(({ name, value: inner }) => code`${propertyKey(name)}: ${printValue(inner, rowsName)}`),
      );
    default:
      throw new Error(`unknown value: ${JSON.stringify(value satisfies never)}`);
  }
}

export function printSource(source: Source, rowsName: RowsName): Code {
  switch (source.kind) {
    case "variable":
      return identifier(source.name);
    case "value":
      return printValue(source.value, rowsName);
    case "row": {
      const rows = code`rows${member(rowsName(source.reference))}`;
      const index = source.index < 0 ? nothing : code`, ${numberLiteral(source.index)}`;
      return source.reference.mode === "own" ? code`ownKeyOf(${rows}${index})` : code`keyOf(${rows}, n${index})`;
    }
    default:
      throw new Error(`unknown source: ${JSON.stringify(source satisfies never)}`);
  }
}

export function printQueryValue(value: QueryValue, rowsName: RowsName): Code {
  switch (value.kind) {
    case "value":
      return printValue(value.value, rowsName);
    case "source":
      return printSource(value.source, rowsName);
    case "json":
      return code`json(${printValue(value.value, rowsName)})`;
    case "joined":
      return code`separated(${array(value.items.map((item) => printValue(item, rowsName)))}, ${stringLiteral(value.separator)})`;
    case "sent":
      return code`${identifier(value.body)}${member(value.property)}`;
    default:
      throw new Error(`unknown query value: ${JSON.stringify(value satisfies never)}`);
  }
}

function printJson(value: JsonValue): Code {
  if (value === null) return code`null`;
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "number") return numberLiteral(value);
  if (typeof value === "boolean") return booleanLiteral(value);
  if (Array.isArray(value)) return array((value as readonly JsonValue[]).map(printJson));
  return object(
    Object.entries(value).map(([name, inner]) => code`${propertyKey(name)}: ${printJson(inner as JsonValue)}`),
  );
}

/** On one line as long as it is short. */
export function object(entries: readonly Code[]): Code {
  if (entries.length === 0) return code`{}`;
  const length = entries.reduce((sum, entry) => sum + entry.text.length + 2, 0);
  const isShort = length < 80 && entries.every((entry) => !entry.text.includes("\n"));
  return isShort ? code`{ ${join(entries, ", ")} }` : code`{\n  ${join(entries, ",\n")},\n}`;
}

export function array(items: readonly Code[]): Code {
  const length = items.reduce((sum, item) => sum + item.text.length + 2, 0);
  const isShort = length < 80 && items.every((item) => !item.text.includes("\n"));
  return isShort ? code`[${join(items, ", ")}]` : code`[\n  ${join(items, ",\n")},\n]`;
}

export function plus(parts: readonly Code[]): Code {
  const [first, ...rest] = parts;
  if (first === undefined) return code`""`;
  return rest.reduce((sum, part) => code`${sum} + ${part}`, first);
}
