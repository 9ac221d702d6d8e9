import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { setIdentity } from "../plan/replica-identity";
import { tableOfIndex } from "../plan/table-of-index";
import { splitName } from "../sql/split-name";

/** An index of a partitioned table, and what belongs to it below. Names are SQL, with schema. */
export interface PartitionedIndex {
  /** Parents before what belongs to them; the index of the table itself first. */
  readonly parts: readonly PartitionIndex[];
}

interface PartitionIndex {
  readonly name: string;
  readonly parent: string | undefined;
  /** PostgreSQL's words. */
  readonly definition: string;
  /** Of a table without rows of its own. */
  readonly isOfParent: boolean;
  /** SQL that makes it the replica identity of its table again, where it is that. */
  readonly identified: readonly string[];
}

/** `undefined`: there is no valid index of this name, or it belongs to a constraint. */
export function partitionedIndex({ objects }: CatalogSnapshot, name: string): PartitionedIndex | undefined {
  const indexes = objects.filter((one) => one.kind === "index");
  const top = indexes.find((one) => one.name === name);
  const definition = String(top?.facts.definition);
  const table = / ON ONLY ((?:"(?:[^"]|"")*"|[^". ]+)\.(?:"(?:[^"]|"")*"|[^". ]+)) /.exec(definition)?.[1];
  if (top === undefined || table === undefined || "parent" in top.facts || top.facts["is valid"] !== true)
    return undefined;
  const own = /(?:"(?:[^"]|"")*"|[^".]+)$/.exec(name)?.[0] ?? name;
  if (objects.some((one) => one.kind === "constraint" && one.name === `${table}.${own}`)) return undefined;
  const parts: PartitionIndex[] = [];
  const collect = (one: (typeof indexes)[number], parent: string | undefined): void => {
    const words = String(one.facts.definition);
    const identified =
      one.facts["is replica identity"] === true
        ? [setIdentity(tableOfIndex(words), { clause: `USING INDEX ${splitName(one.name).part}` })]
        : [];
    parts.push({ name: one.name, parent, definition: words, isOfParent: / ON ONLY /.test(words), identified });
    for (const child of indexes) if (child.facts.parent === one.name) collect(child, one.name);
  };
  collect(top, undefined);
  return { parts };
}
