import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { setIdentity } from "../plan/replica-identity";
import { quoted } from "../plan/table-name";
import { bareName, splitName } from "../sql/split-name";

/** A key of a partitioned table, and what each of its partitions has of it. */
export interface PartitionedKey {
  /** PostgreSQL's words for the constraint. */
  readonly words: string;
  readonly leaves: readonly LeafKey[];
  /** The partitioned tables below it and the table itself, each after its partitions. */
  readonly parents: readonly { readonly table: string; readonly name: string }[];
  /** SQL that makes it the replica identity again of those tables whose it is. */
  readonly identified: readonly string[];
}

interface LeafKey {
  /** SQL, with schema. */
  readonly table: string;
  /** SQL, with the dot. */
  readonly schema: string;
  /** Bare; of the index and of the constraint. */
  readonly name: string;
  /** PostgreSQL's words for the index. */
  readonly definition: string;
}

/** @param name bare; `undefined`: it is none, or one that no unique index can stand for */
export function partitionedKey({ objects }: CatalogSnapshot, table: string, name: string): PartitionedKey | undefined {
  const words = objects.find((one) => one.kind === "constraint" && one.name === `${table}.${quoted(name)}`)?.facts;
  const definition = String(words?.definition);
  if (!/^(UNIQUE|PRIMARY KEY) /.test(definition) || / WITHOUT OVERLAPS\)/.test(definition)) return undefined;
  const indexes = objects.filter((one) => one.kind === "index");
  const leaves: LeafKey[] = [];
  const parents: { readonly table: string; readonly name: string }[] = [];
  const identified: string[] = [];
  const collect = (index: string, of: string): void => {
    if (indexes.some((one) => one.name === index && one.facts["is replica identity"] === true))
      identified.push(setIdentity(of, { clause: `USING INDEX ${splitName(index).part}` }));
    for (const { name: child, facts } of indexes.filter((one) => one.facts.parent === index)) {
      const [, only, owner = ""] = ofTable.exec(String(facts.definition)) ?? [];
      const own = splitName(child).part;
      if (only === undefined) {
        if (facts["is replica identity"] === true)
          identified.push(setIdentity(owner, { clause: `USING INDEX ${own}` }));
        const schema = child.slice(0, -own.length);
        leaves.push({ table: owner, schema, name: bareName(child), definition: String(facts.definition) });
      } else collect(child, owner);
    }
    parents.push({ table: of, name: bareName(index) });
  };
  collect(`${table.slice(0, -splitName(table).part.length)}${quoted(name)}`, table);
  return { words: definition, leaves, parents, identified };
}

const ofTable =
  /^CREATE UNIQUE INDEX (?:"(?:[^"]|"")*"|[^" ]+) ON (ONLY )?((?:"(?:[^"]|"")*"|[^". ]+)\.(?:"(?:[^"]|"")*"|[^". ]+)) /;
