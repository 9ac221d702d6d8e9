// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 280919b78e317647
/** Whether something in these schemas is called like a property that every object inherits, such as `toString`. */
export function namesInherited(schema: unknown): boolean {
  if (typeof schema === "string") return isInherited(schema);
  if (typeof schema !== "object" || schema === null) return false;
  const known = answers.get(schema);
  if (known !== undefined) return known;
  const found = Array.isArray(schema)
    ? schema.some(namesInherited)
    : Object.entries(schema).some(([name, value]) => isInherited(name) || namesInherited(value));
  answers.set(schema, found);
  return found;
}

const answers = new WeakMap<object, boolean>();

function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/**
 * The same JSON value without prototypes. "An object instance is valid against this keyword if every item in the array is the name
 * of a property in the instance" (JSON Schema 2020-12 Validation, 6.5.3): what an object inherits is not in it, but `in` and a dot find it.
 */
export function ownProperties(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ownProperties);
  if (!isPlain(value)) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, one] of Object.entries(value)) copy[name] = ownProperties(one);
  return copy;
}

/** Bytes and files stay what they are. */
function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
