import type { JsonValue } from "../../model/json-value";
import { array, object } from "../layout";
import { booleanLiteral, type Code, code, numberLiteral, propertyKey, stringLiteral } from "../text";

export function jsonLiteral(value: JsonValue): Code {
  if (value === null) return code`null`;
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "number") return numberLiteral(value);
  if (typeof value === "boolean") return booleanLiteral(value);
  if (isList(value)) return array(value.map(jsonLiteral));
  return object(Object.entries(value).map(([name, one]) => code`${propertyKey(name)}: ${jsonLiteral(one)}`));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
