import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Hazard } from "../plan/hazard";
import { splitName } from "../sql/split-name";

/** Says of a drop beside a creation of the same type how a rename would be declared: it is never guessed. */
export function hintRenames(hazards: readonly Hazard[], from: CatalogSnapshot, to: CatalogSnapshot): readonly Hazard[] {
  const [before, after] = [tablesOf(from), tablesOf(to)];
  return hazards.map((hazard) => {
    if (hazard.kind !== "DELETES_DATA") return hazard;
    const like = /^drops table /.test(hazard.text)
      ? sameTables(hazard.object, before, after)
      : sameColumns(hazard.object, before, after);
    if (like.length === 0) return hazard;
    const old = /^drops table /.test(hazard.text) ? hazard.object : splitName(hazard.object).part;
    return {
      ...hazard,
      text: `${hazard.text}; if it is ${like.join(" or ")} now, say \`-- @renamed from=${old}\` above that`,
    };
  });
}

interface Shape {
  /** A rename makes no partitioned table of another one. */
  readonly partitionedBy: string;
  /** Column → type. */
  readonly columns: Map<string, string>;
}

/** Names are SQL. */
type Tables = ReadonlyMap<string, Shape>;

function sameTables(dropped: string, before: Tables, after: Tables): readonly string[] {
  const shape = before.get(dropped);
  // A name that is still used cannot be declared as an old one.
  if (shape === undefined || shape.columns.size === 0 || after.has(dropped)) return [];
  const text = ({ partitionedBy, columns }: Shape) => JSON.stringify([partitionedBy, ...[...columns].sort()]);
  return [...after].flatMap(([name, of]) => (!before.has(name) && text(of) === text(shape) ? [name] : []));
}

function sameColumns(dropped: string, before: Tables, after: Tables): readonly string[] {
  const { owner, part } = splitName(dropped);
  const [old, now] = [before.get(owner)?.columns, after.get(owner)?.columns];
  const type = old?.get(part);
  if (type === undefined || now === undefined || now.has(part)) return [];
  return [...now].flatMap(([name, one]) => (one === type && old?.has(name) === false ? [name] : []));
}

function tablesOf({ objects }: CatalogSnapshot): Tables {
  const tables = new Map<string, Shape>();
  for (const { kind, name, facts } of objects) {
    if (kind === "table")
      tables.set(name, { partitionedBy: String(facts["partitioned by"] ?? ""), columns: new Map() });
  }
  for (const { kind, name, facts } of objects) {
    const { owner, part } = splitName(name);
    if (kind === "column") tables.get(owner)?.columns.set(part, String(facts.type));
  }
  return tables;
}
