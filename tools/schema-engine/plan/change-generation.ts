import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { mentions } from "../sql/mentions";
import { splitName } from "../sql/split-name";
import { unquoted } from "../sql/unquoted";

/**
 * A stored generated column that becomes a virtual one, or the other way round, which engines take for the same and PostgreSQL 18 cannot change: it is dropped and
 * made anew, and its values follow from its expression. CHECKs of it come back; a view of it makes PostgreSQL refuse the drop.
 * @returns none: nothing differs so
 */
export function withChangedGeneration(
  actions: readonly EngineAction[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly EngineAction[] {
  const changed = changedColumns(from, to);
  const made = changed.flatMap((name) => remake(name, to)).map((sql): EngineAction => ({ sql }));
  // Made before, and something else is wrong.
  if (made.length === 0 || actions.some(({ sql }) => sql === made[0]?.sql)) return [];
  // Indexes that a virtual column cannot have go with it, those that a stored one gets come after.
  const gone = new Set(changed.flatMap((name) => indexesOf(name, from)).map((one) => `DROP INDEX ${one}`));
  const rest = actions.filter(({ sql }) => !gone.has(unquoted(sql)));
  const at = rest.findLastIndex(({ sql }) => /^(DROP|ALTER TABLE \S+ DROP)\b/.test(sql)) + 1;
  return [...rest.slice(0, at), ...made, ...rest.slice(at)];
}

function changedColumns(from: CatalogSnapshot, to: CatalogSnapshot): readonly string[] {
  const kinds = ({ objects }: CatalogSnapshot) =>
    new Map(objects.filter(({ kind }) => kind === "column").map((one) => [one.name, kindOf(one.facts.generated)]));
  const [before, after] = [kinds(from), kinds(to)];
  const isChanged = ([name, kind]: readonly [string, string]) => kind + (after.get(name) ?? "") in { sv: 0, vs: 0 };
  return [...before].filter(isChanged).map(([name]) => name);
}

/** `s` stored, `v` virtual, empty: not generated. */
function kindOf(generated: unknown): string {
  return typeof generated === "string" ? generated.slice(0, 1) : "";
}

function indexesOf(column: string, { objects }: CatalogSnapshot): readonly string[] {
  const { owner, part } = splitName(column);
  return objects
    .filter(({ kind, facts: { definition = "" } }) => {
      const [head = "", keys = ""] = String(definition).split(" USING ", 2);
      return kind === "index" && head.endsWith(` ON ${owner}`) && mentions(keys, part);
    })
    .map(({ name }) => unquoted(name));
}

function remake(column: string, { objects }: CatalogSnapshot): readonly string[] {
  const { owner, part } = splitName(column);
  const facts = objects.find(({ kind, name }) => kind === "column" && name === column)?.facts ?? {};
  const generated = String(facts.generated);
  const expression = generated.slice(2);
  const written = [
    `${part} ${facts.type}`,
    ...(facts.collation === undefined ? [] : [`COLLATE ${facts.collation}`]),
    `GENERATED ALWAYS AS ${expression.startsWith("(") ? expression : `(${expression})`}`,
    generated.startsWith("v ") ? "VIRTUAL" : "STORED",
    ...(facts["is not null"] === true ? ["NOT NULL"] : []),
  ];
  const checks = objects.filter(
    ({ kind, name, facts: { definition } }) =>
      kind === "constraint" &&
      splitName(name).owner === owner &&
      /^CHECK /.test(String(definition)) &&
      mentions(String(definition), part),
  );
  return [
    `ALTER TABLE ${owner} DROP COLUMN ${part}`,
    `ALTER TABLE ${owner} ADD COLUMN ${written.join(" ")}`,
    ...checks.map((one) => `ALTER TABLE ${owner} ADD CONSTRAINT ${splitName(one.name).part} ${one.facts.definition}`),
  ];
}
