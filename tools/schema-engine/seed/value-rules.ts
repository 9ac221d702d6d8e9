/** What the constraints of one column allow, as far as their common forms say. */
export interface ValueRules {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minimumLength?: number;
  readonly maximumLength?: number;
  /** Patterns that the text must match. */
  readonly patterns: readonly string[];
  /** The only values that are allowed. */
  readonly values?: readonly (string | number | boolean)[];
  /** Must be NULL, or must not be. */
  readonly isNull?: boolean;
}

/** `left <= right` between two columns of a row; `isStrict`: `<`. */
export interface ColumnOrder {
  readonly lower: string;
  readonly upper: string;
  readonly isStrict: boolean;
}

export const noRules: ValueRules = { patterns: [] };

/** Both must hold. */
export function bothRules(a: ValueRules, b: ValueRules): ValueRules {
  const values =
    a.values !== undefined && b.values !== undefined
      ? a.values.filter((value) => b.values?.includes(value))
      : (a.values ?? b.values);
  return {
    ...optional("minimum", largest(a.minimum, b.minimum)),
    ...optional("maximum", smallest(a.maximum, b.maximum)),
    ...optional("minimumLength", largest(a.minimumLength, b.minimumLength)),
    ...optional("maximumLength", smallest(a.maximumLength, b.maximumLength)),
    ...optional("values", values),
    ...optional("isNull", a.isNull ?? b.isNull),
    patterns: [...a.patterns, ...b.patterns],
  };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined) {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}

function smallest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}
