/** Every schema within a schema, the inner ones first. What stays as it is comes back as it is. */
export function mapSchemas(schema: unknown, change: (keywords: Readonly<Record<string, unknown>>) => unknown): unknown {
  const mapOne = (one: unknown): unknown => {
    if (typeof one !== "object" || one === null) return one;
    if (Array.isArray(one)) return sameOr(one, one.map(mapOne));
    const mapped = mapValues(one, (value, key) =>
      isMap(key) ? mapValues(value as object, mapOne) : isData(key) ? value : mapOne(value),
    );
    return change(mapped as Readonly<Record<string, unknown>>);
  };
  return mapOne(schema);
}

function mapValues(record: object, change: (value: unknown, key: string) => unknown): object {
  return sameOr(record, Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)])));
}

function sameOr(before: object, after: object): object {
  return Object.entries(after).every(([key, value]) => Reflect.get(before, key) === value) ? before : after;
}

/** A keyword of which the value is a schema for each of some names. */
function isMap(key: string): boolean {
  return key === "properties" || key === "patternProperties" || key === "dependentSchemas";
}

/** A keyword of which the value is no schema. */
function isData(key: string): boolean {
  return key === "const" || key === "enum" || key === "default";
}
