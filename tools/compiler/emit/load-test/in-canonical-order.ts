import { byCodeUnit } from "../../model/by-code-unit";
import type { Service } from "../../model/service";

type Plain = null | undefined | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** Lists whose order comes from the order of keys in the description, and what each of their entries is known by. */
const keyOf: Readonly<Record<string, (entry: { readonly [key: string]: Plain }) => string>> = {
  operations: ({ path, method }) => `${(path as { readonly text: string }).text} ${method as string}`,
  properties: ({ name }) => name as string,
  patternProperties: ({ name }) => name as string,
  dependentSchemas: ({ name }) => name as string,
  dependentRequired: ({ name }) => name as string,
  responses: ({ status }) => status as string,
  headers: ({ name }) => name as string,
  content: ({ type }) => type as string,
};

/** Values of the user's, where order counts and names mean nothing to us. */
const values = new Set(["default", "enum", "const", "examples", "span"]);

/**
 * The same service with its operations, properties, responses and media types sorted. The order of keys in a description
 * means nothing, so a script must not depend on it: it is an input of the load test, and a change of it selects the test.
 */
export function inCanonicalOrder(service: Service): Service {
  return sorted(service as unknown as Plain, "") as unknown as Service;
}

function sorted(value: Plain, key: string): Plain {
  if (typeof value !== "object" || value === null || values.has(key)) return value;
  if (!isList(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sorted(inner, name)]));
  }
  const entries = value.map((entry) => sorted(entry, ""));
  const known = keyOf[key];
  if (known === undefined || entries.some((entry) => typeof entry !== "object" || entry === null)) return entries;
  const named = entries.map((entry) => ({ entry, name: known(entry as { readonly [key: string]: Plain }) }));
  return named.sort((a, b) => byCodeUnit(a.name, b.name)).map(({ entry }) => entry);
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
