import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { splitName } from "../sql/split-name";
import { tableOfIndex } from "./table-of-index";

/** What tells subscribers which row was changed: without it, UPDATE and DELETE of a published table fail (PostgreSQL manual, 29.1 Publication). */
export interface ReplicaIdentity {
  /** What `ALTER TABLE … REPLICA IDENTITY` says. */
  readonly clause: string;
  /** SQL, with schema: the index that it needs, also that of the primary key, which is the default. */
  readonly index?: string;
  /** PostgreSQL's words for that index. */
  readonly definition?: string;
  /** The index that the index belongs to, at the top: itself, unless its table is a partition. */
  readonly top?: string;
}

/** By table. */
export function replicaIdentities({ objects }: CatalogSnapshot): ReadonlyMap<string, ReplicaIdentity> {
  const indexes = new Map(objects.filter((one) => one.kind === "index").map((one) => [one.name, one.facts]));
  const chosen = new Map<string, string>();
  for (const [name, facts] of indexes) {
    if (facts["is replica identity"] === true && facts["is valid"] === true)
      chosen.set(tableOfIndex(String(facts.definition)), name);
  }
  const keys = new Map(
    objects.flatMap(({ kind, name, facts }) => {
      const isKey = kind === "constraint" && /^PRIMARY KEY (?!.* DEFERRABLE)/.test(String(facts.definition));
      const { owner, part } = splitName(name);
      return isKey ? [[owner, `${owner.slice(0, -splitName(owner).part.length)}${part}`]] : [];
    }),
  );
  const topOf = (index: string): string => {
    const parent = indexes.get(index)?.parent;
    return typeof parent === "string" ? topOf(parent) : index;
  };
  const onIndex = (clause: string, index: string | undefined): ReplicaIdentity =>
    index === undefined
      ? { clause }
      : { clause, index, top: topOf(index), definition: String(indexes.get(index)?.definition) };
  return new Map(
    objects.flatMap(({ kind, name, facts }): readonly (readonly [string, ReplicaIdentity])[] => {
      if (kind !== "table") return [];
      switch (facts["replica identity"]) {
        case "f":
          return [[name, { clause: "FULL" }]];
        case "n":
          return [[name, { clause: "NOTHING" }]];
        case "i": {
          const index = chosen.get(name);
          // Of an index that is gone nothing is left but the mark.
          return index === undefined ? [] : [[name, onIndex(`USING INDEX ${splitName(index).part}`, index)]];
        }
        default:
          return [[name, onIndex("DEFAULT", keys.get(name))]];
      }
    }),
  );
}

export function isIdentity(identity: ReplicaIdentity | undefined): boolean {
  return identity !== undefined && (identity.clause === "FULL" || identity.index !== undefined);
}

export function setIdentity(table: string, { clause }: ReplicaIdentity): string {
  return `ALTER TABLE ${table} REPLICA IDENTITY ${clause}`;
}
