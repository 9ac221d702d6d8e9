// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 36e84690190686b3
import type { TLocalizedValidationError } from "typebox/error";
import type { ProblemDetail } from "./problem.js";
import { relevantErrors } from "./relevant-errors.js";
import { withoutUnevaluated } from "./unevaluated-errors.js";

/** Tells a client which fields are wrong and how; values are never repeated. */
export function toDetails(errors: readonly TLocalizedValidationError[], value: unknown): ProblemDetail[] {
  const seen = new Set<string>();
  const details = relevantErrors(withoutUnevaluated(errors)).flatMap((error) =>
    explain(error, ...locate(error.instancePath, value)),
  );
  return details.filter(({ field, message }) => {
    const key = `${field} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** @param value what stands at the field */
function explain(error: TLocalizedValidationError, field: string, value: unknown): ProblemDetail[] {
  const children = (names: readonly PropertyKey[], message: string) =>
    names.map((name) => ({ field: child(field, value, String(name)), message }));
  switch (error.keyword) {
    case "required":
      return children(error.params.requiredProperties, "is required");
    case "dependentRequired": {
      const { property, dependencies } = error.params;
      const missing = dependencies.filter((name) => !Object.hasOwn(Object(value), name));
      return children(missing, `is required beside ${short(property)}`);
    }
    case "additionalProperties":
      return children(error.params.additionalProperties, "is not allowed");
    case "unevaluatedProperties":
      return children(error.params.unevaluatedProperties, "is not allowed");
    case "unevaluatedItems":
      return children(error.params.unevaluatedItems as PropertyKey[], "is not allowed");
    case "propertyNames":
      return children(error.params.propertyNames, "has a name that is not allowed");
    case "boolean":
      return [{ field, message: "is not allowed" }];
    case "enum": {
      const { allowedValues: all } = error.params;
      const values = all.slice(0, maxValues).map(display).join(", ");
      return [{ field, message: `must be one of: ${values}${all.length > maxValues ? ", …" : ""}` }];
    }
    case "const":
      return [{ field, message: `must be ${display(error.params.allowedValue)}` }];
    case "contains": {
      const { minContains, maxContains } = error.params;
      const count = maxContains === undefined ? `at least ${minContains}` : `at most ${maxContains}`;
      return [{ field, message: `must have ${count} items of the described form` }];
    }
    case "anyOf":
      return [{ field, message: "must have one of the described forms" }];
    case "oneOf": {
      const isOneTooMany = error.params.passingSchemas.length > 1;
      return [
        {
          field,
          message: isOneTooMany ? "fits several forms that exclude each other" : "must have one of the described forms",
        },
      ];
    }
    case "not":
      return [{ field, message: "is not allowed" }];
    case "if":
      return [{ field, message: "breaks a condition between its values" }];
    default:
      return [{ field, message: error.message }];
  }
}

/** A list of all countries helps nobody. */
const maxValues = 30;

function display(value: unknown): string {
  return short(typeof value === "string" ? value : JSON.stringify(value));
}

/** `/body/items/2/quantity` → `body.items[2].quantity`, and what stands there. */
function locate(pointer: string, root: unknown): [field: string, value: unknown] {
  let field = "";
  let value = root;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    field = child(field, value, name);
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  }
  return [field, value];
}

function child(field: string, value: unknown, name: string): string {
  if (Array.isArray(value)) return `${field}[${name}]`;
  if (!/^[\w$-]+$/.test(name)) return `${field}[${JSON.stringify(short(name))}]`;
  return field === "" ? name : `${field}.${short(name)}`;
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
