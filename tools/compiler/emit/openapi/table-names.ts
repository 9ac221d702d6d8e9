import type { Database, EnumType, Table } from "../../model/database";
import { kebabCase, pascalCase } from "../names/words";

/** Names that a table has in a description. They come from the table alone, so that another table changes none of them. */
export interface TableNames {
  /** `/order-items`, outside of `public` `/sales/order-items`. */
  readonly path: string;
  /** Tag and resource. */
  readonly tag: string;
  /** `OrderItems`: the component of a row, and with something behind it of all that is about it. */
  readonly base: string;
}

/** What is put behind the name of a table for its other components. */
const suffixes = ["", "Create", "Replace", "Patch", "Reply", "Page"] as const;

export interface DescriptionNames {
  table(table: Table): TableNames;
  enumType(schema: string, name: string): string;
}

/** Components that every description has. */
const shared = ["Meta", "PageMeta", "Problem", "ProblemDetail", "ProblemReply"];

export function nameTables(database: Database, tables: readonly Table[]): DescriptionNames {
  const taken = new Set(shared.map((one) => one.toLowerCase()));
  const takenTags = new Set<string>();
  const named = new Map<Table, TableNames>();
  for (const table of tables) {
    const base = firstFree(baseName(table), (name) =>
      suffixes.every((one) => !taken.has(`${name}${one}`.toLowerCase())),
    );
    for (const one of suffixes) taken.add(`${base}${one}`.toLowerCase());
    const segments = [...(table.schema === "public" ? [] : [table.schema]), table.name];
    const words = segments.map((one) => kebabCase(one, "table"));
    const last = words.at(-1) as string;
    const tag = (end: string) => [...words.slice(0, -1), end].join("-");
    const end = firstFree(last, (name) => !takenTags.has(tag(name)), "-");
    takenTags.add(tag(end));
    named.set(table, { base, tag: tag(end), path: `/${[...words.slice(0, -1), end].join("/")}` });
  }
  const enums = new Map<EnumType, string>();
  for (const one of database.enums) {
    const name = firstFree(baseName(one), (wanted) => !taken.has(wanted.toLowerCase()));
    taken.add(name.toLowerCase());
    enums.set(one, name);
  }
  return {
    table: (table) => known(named.get(table)),
    enumType: (schema, name) => known([...enums].find(([one]) => one.schema === schema && one.name === name)?.[1]),
  };
}

function baseName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  const prefix = schema === "public" ? "" : pascalCase(schema, "schema");
  return `${prefix}${pascalCase(name, "table")}`.replace(/^_/, "T");
}

function firstFree(wanted: string, isFree: (name: string) => boolean, separator = ""): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}${separator}${count}`;
    if (isFree(name)) return name;
  }
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("a table or type without a name");
  return value;
}
