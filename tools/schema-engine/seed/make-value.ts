import type { Random } from "../../random/random";
import type { SeedColumn } from "./table-facts";
import { textOfPattern } from "./text-of-pattern";
import type { ValueRules } from "./value-rules";

export type SeedValue = string | number | boolean | null | readonly (string | number | boolean | null)[];

/** A fixed day, so that the same seed gives the same rows on every day. */
const lastDay = Date.UTC(2026, 0, 1);
const integerRanges: Readonly<Record<string, readonly [number, number]>> = {
  int2: [0, 32_767],
  int4: [0, 1_000_000],
  int8: [0, 1_000_000],
};
const words =
  "amber birch cedar delta ember fjord grove heron inlet jasper kelp larch maple north ocean pine quartz river stone tide".split(
    " ",
  );

/** A value of the column's type that its rules allow; `undefined` when no values of that type can be made. */
export function makeValue(column: SeedColumn, rules: ValueRules, row: number, random: Random): SeedValue | undefined {
  if (rules.isNull === true) return null;
  if (column.isArray) {
    const one = makeScalar({ ...column, isArray: false }, { patterns: [] }, row, random);
    return one === undefined ? undefined : Array.from({ length: Math.max(1, rules.minimumLength ?? 1) }, () => one);
  }
  return makeScalar(column, rules, row, random);
}

function makeScalar(
  column: SeedColumn,
  rules: ValueRules,
  row: number,
  random: Random,
): string | number | boolean | undefined {
  if (rules.values !== undefined && rules.values.length > 0) return random.pick(rules.values);
  if (column.enumLabels !== null && column.enumLabels.length > 0) return random.pick(column.enumLabels);
  const moment = lastDay - random.integer(0, 700 * 86_400) * 1_000;
  switch (column.type) {
    case "int2":
    case "int4":
    case "int8": {
      const [low, high] = integerRanges[column.type] ?? [0, 1_000];
      const minimum = Math.ceil(rules.minimum ?? Math.min(low, rules.maximum ?? low));
      return random.integer(minimum, Math.floor(rules.maximum ?? Math.max(high, minimum + 1_000)));
    }
    case "numeric":
    case "float4":
    case "float8":
    case "money":
      return makeDecimal(column, rules, random);
    case "bool":
      return random.chance(0.8);
    case "text":
    case "varchar":
    case "bpchar":
    case "citext":
    case "name":
      return makeText(column, rules, row, random);
    case "uuid":
      return hex(random, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
    case "timestamptz":
    case "timestamp":
      return new Date(moment).toISOString();
    case "date":
      return new Date(moment).toISOString().slice(0, 10);
    case "time":
    case "timetz":
      return new Date(moment).toISOString().slice(11, 19);
    case "interval":
      return `${random.integer(1, 72)} hours`;
    case "json":
    case "jsonb":
      return JSON.stringify({ note: random.pick(words), number: row });
    case "bytea":
      return `\\x${hex(random, 2 * Math.max(8, rules.minimumLength ?? 0))}`;
    case "inet":
    case "cidr":
      return `10.${random.integer(0, 255)}.${random.integer(0, 255)}.${random.integer(0, 255)}`;
    case "macaddr":
      return (hex(random, 12).match(/../g) ?? []).join(":");
    case "bit":
    case "varbit":
      return Array.from({ length: column.length ?? 1 }, () => random.pick(["0", "1"])).join("");
    case "point":
      return `(${random.integer(-90, 90)},${random.integer(-180, 180)})`;
    case "ltree":
      return `${random.pick(words)}.${random.pick(words)}.n${row}`;
    case "hstore":
      return `${random.pick(words)}=>${row}`;
    case "tsvector":
    case "xml":
      return column.type === "xml" ? `<note>${random.pick(words)}</note>` : random.pick(words);
    case "int4range":
    case "int8range":
    case "numrange":
      return `[${row * 10},${row * 10 + 5})`;
    case "daterange":
    case "tsrange":
    case "tstzrange": {
      const from = new Date(lastDay + row * 86_400_000).toISOString().slice(0, 10);
      const to = new Date(lastDay + (row + 1) * 86_400_000).toISOString().slice(0, 10);
      return `[${from},${to})`;
    }
    default:
      return undefined;
  }
}

function makeDecimal(column: SeedColumn, rules: ValueRules, random: Random): string {
  const scale = column.scale ?? 2;
  const factor = 10 ** Math.min(scale, 6);
  const widest = column.length === null ? 10_000 : 10 ** Math.min(9, column.length - scale) - 1;
  const minimum = rules.minimum ?? Math.min(0, rules.maximum ?? 0);
  const maximum = Math.min(
    rules.maximum ?? Math.max(widest, minimum),
    column.length === null ? Number.POSITIVE_INFINITY : widest,
  );
  return (random.integer(Math.ceil(minimum * factor), Math.floor(maximum * factor)) / factor).toFixed(scale);
}

function makeText(column: SeedColumn, rules: ValueRules, row: number, random: Random): string | undefined {
  const maximum = Math.min(rules.maximumLength ?? 60, column.length ?? Number.POSITIVE_INFINITY);
  const minimum = column.type === "bpchar" ? (column.length ?? 1) : Math.min(rules.minimumLength ?? 1, maximum);
  const [pattern, ...others] = rules.patterns;
  if (pattern !== undefined) {
    for (let attempt = 0; attempt < 50; attempt++) {
      const text = textOfPattern(pattern, random);
      if (text === undefined) return undefined;
      const fits = text.length >= minimum && text.length <= maximum;
      if (fits && others.every((other) => matches(other, text))) return text;
    }
  }
  // Names end in the number of the row, so that most texts are unique.
  const text = `${random.pick(words)} ${random.pick(words)} ${row + 1}`;
  if (text.length <= maximum) return text.padEnd(minimum, "x");
  const short = `${row.toString(36)}${hex(random, 12)}`;
  return short.slice(0, Math.max(maximum, 0)).padEnd(minimum, "x");
}

/** Only to choose among made texts: PostgreSQL has the last word. */
function matches(pattern: string, text: string): boolean {
  try {
    const classes = pattern
      .replace(/\[:space:\]/g, "\\s")
      .replace(/\[:alnum:\]/g, "a-zA-Z0-9")
      .replace(/\[:digit:\]/g, "0-9");
    return new RegExp(classes).test(text);
  } catch {
    return true;
  }
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => random.integer(0, 15).toString(16)).join("");
}
