import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";

export interface MovedPartition {
  /** On the old side; empty: it is a plain table there. */
  readonly detach: readonly string[];
  /** On the new side, so that plain tables are compared. */
  readonly detachNew: readonly string[];
  readonly attach: readonly string[];
  /** Only its bounds are others: what it must have for its parent is there. */
  readonly isBounded: boolean;
}

/**
 * Tables that are partitions on one side only, with other bounds, or of a parent that is partitioned in another way, keep their rows: they are detached
 * and attached (PostgreSQL manual, ALTER TABLE, `DETACH PARTITION`). Parents come before their partitions.
 *
 * @param remade what the engine would drop and make again
 */
export function keepPartitions(
  remade: readonly string[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly MovedPartition[] {
  const [before, after] = [tablesOf(from), tablesOf(to)];
  const isPartitionedAnew = (name: string | undefined) =>
    before.get(name ?? "")?.facts["partitioned by"] !== after.get(name ?? "")?.facts["partitioned by"];
  const depth = (name: string): number => {
    const parent = partition(after.get(name))?.parent;
    return parent === undefined ? 0 : depth(parent) + 1;
  };
  return [...remade]
    .sort((one, other) => depth(one) - depth(other))
    .flatMap((name): readonly MovedPartition[] => {
      const [old, next] = [partition(before.get(name)), partition(after.get(name))];
      const isParentSame = old?.parent === next?.parent && !isPartitionedAnew(old?.parent);
      if (isPartitionedAnew(name) || (isParentSame && old?.bound === next?.bound)) return [];
      const detach = (one: Partition | undefined) =>
        one === undefined ? [] : [`ALTER TABLE ${one.parent} DETACH PARTITION ${name}`];
      const attach = next === undefined ? [] : [`ALTER TABLE ${next.parent} ATTACH PARTITION ${name} ${next.bound}`];
      return [{ detach: detach(old), detachNew: detach(next), attach, isBounded: isParentSame }];
    });
}

interface Partition {
  readonly parent: string;
  /** `FOR VALUES …` or `DEFAULT`. */
  readonly bound: string;
}

function partition(table: CatalogObject | undefined): Partition | undefined {
  const { "partition bound": bound, parents } = table?.facts ?? {};
  const [parent] = Array.isArray(parents) ? parents : [];
  return typeof bound === "string" && typeof parent === "string" ? { parent, bound } : undefined;
}

function tablesOf({ objects }: CatalogSnapshot): ReadonlyMap<string, CatalogObject> {
  return new Map(objects.filter(({ kind }) => kind === "table").map((one) => [one.name, one]));
}
