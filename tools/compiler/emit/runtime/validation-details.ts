import type { TLocalizedValidationError } from "typebox/error";
import type { ProblemDetail } from "./problem.js";

/** Tells a client which fields are wrong and how; values are never repeated. */
export function toDetails(errors: readonly TLocalizedValidationError[], value: unknown): ProblemDetail[] {
  const details = errors
    .filter((error) => !isExplainedElsewhere(error, errors))
    .flatMap((error) => explain(error, fieldOf(error.instancePath, value)));
  const seen = new Set<string>();
  const unknown = new Set(details.flatMap(({ field, message }) => (message === notAllowed ? [field] : [])));
  return details.filter(({ field, message }) => {
    // The schema `false`, which an unknown property breaks, has its say too.
    if (message !== notAllowed && unknown.has(field)) return false;
    const key = `${field} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

const notAllowed = "is not allowed";

function explain(error: TLocalizedValidationError, field: string): ProblemDetail[] {
  switch (error.keyword) {
    case "required":
      return error.params.requiredProperties.map((name) => ({ field: child(field, name), message: "is required" }));
    case "additionalProperties":
      return error.params.additionalProperties.map((name) => ({
        field: child(field, name),
        message: notAllowed,
      }));
    case "enum":
      return [{ field, message: `must be one of: ${error.params.allowedValues.map(String).join(", ")}` }];
    case "anyOf":
    case "oneOf":
      return [{ field, message: "must have one of the described forms" }];
    default:
      return [{ field, message: error.message }];
  }
}

/** What the branches of a choice say is noise beside the choice; `schema is false` is the echo of an unknown property. */
function isExplainedElsewhere(error: TLocalizedValidationError, all: readonly TLocalizedValidationError[]): boolean {
  if (error.keyword === "boolean") return all.some((other) => other.keyword === "additionalProperties");
  return all.some(
    (other) =>
      (other.keyword === "anyOf" || other.keyword === "oneOf") &&
      error.schemaPath.startsWith(`${other.schemaPath}/${other.keyword}/`),
  );
}

/** `/body/items/2/quantity` → `body.items[2].quantity`. */
function fieldOf(pointer: string, value: unknown): string {
  let field = "";
  let current = value;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    field = Array.isArray(current) ? `${field}[${name}]` : child(field, name);
    current = typeof current === "object" && current !== null ? Reflect.get(current, name) : undefined;
  }
  return field;
}

function child(parent: string, name: string): string {
  if (!/^[\w$-]+$/.test(name)) return `${parent}[${JSON.stringify(name.slice(0, 80))}]`;
  return parent === "" ? name : `${parent}.${name.slice(0, 80)}`;
}
