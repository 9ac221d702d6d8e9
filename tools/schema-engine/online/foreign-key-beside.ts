import type { Segment } from "../plan/segment";
import { singleCommand } from "../plan/single-command";
import { quoted } from "../plan/table-name";
import type { SqlStatement } from "../sql/sql-statement";
import { together } from "./online-form";
import type { SchemaFacts } from "./schema-facts";
import type { Existence } from "./unique-key";

/** A foreign key right beside the change of the key that it refers to, before and after. */
export interface ForeignKeyBeside {
  /** SQL, with schema. */
  readonly table: string;
  /** SQL. */
  readonly name: string;
  /** PostgreSQL's words. */
  readonly before: string;
  readonly after: string;
}

export function foreignKeyBeside({ node }: SqlStatement, facts: SchemaFacts): ForeignKeyBeside | undefined {
  const { table = "", command } = singleCommand(node) ?? {};
  const name = quoted(command?.name ?? "");
  const [before, after] = [facts.constraintDefinition(`${table}.${name}`), facts.constraintAfter(`${table}.${name}`)];
  if (!before?.startsWith("FOREIGN KEY") || after === undefined) return undefined;
  return { table, name, before, after };
}

export function droppedForeignKey({ table, name }: ForeignKeyBeside, existence: Existence): string {
  return `ALTER TABLE ${table} DROP CONSTRAINT ${existence}${name}`;
}

const isUnchecked = (definition: string) => / NOT (?:VALID|ENFORCED)$/.test(definition);

export function addedForeignKey({ table, name }: ForeignKeyBeside, definition: string): string {
  return `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}${isUnchecked(definition) ? "" : " NOT VALID"}`;
}

export function validations(keys: readonly ForeignKeyBeside[], side: "before" | "after"): readonly Segment[] {
  const checked = keys.filter((one) => !isUnchecked(one[side]));
  return checked.length === 0
    ? []
    : [together(...checked.map(({ table, name }) => `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`))];
}
