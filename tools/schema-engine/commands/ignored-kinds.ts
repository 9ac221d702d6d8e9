import { closest } from "../../compiler/diagnostics/closest";
import { sections } from "../../postgres/catalog-snapshot/sections";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";

/** Kinds that a snapshot compares. */
const compared = [...new Set(sections.map((one) => one.kind))].sort();

/** What is in no section is named by its catalog, or as a kind of relation. A later version may have catalogs that nobody knows yet. */
const unmodelled = /^(pg_[a-z0-9_]+|relation kind .)$/;

/**
 * `--ignore`: kinds, separated by commas; none of an empty value, of which Nx makes the number 0. Throws `Refused` for a name that is no kind, and for one that would change nothing.
 *
 * @param takes what the command can leave out: `unmodelled` for one that plans all that is modelled
 */
export function ignoredKinds(option: string | undefined, takes: "all" | "unmodelled"): readonly string[] {
  const kinds = (option === "0" ? "" : (option ?? "")).split(",").flatMap((kind) => kind.trim() || []);
  for (const kind of kinds) {
    if (compared.includes(kind)) {
      if (takes === "unmodelled") throw new Refused([problem("database/kind-not-left-out", { kind })]);
      continue;
    }
    const section = sections.find((one) => one.covers.includes(kind));
    if (section === undefined && unmodelled.test(kind)) continue;
    const near = section?.kind ?? closest(kind, compared);
    const values = { kind, near: near === undefined ? "" : `Did you mean \`${near}\`? `, kinds: compared.join(", ") };
    throw new Refused([
      problem(takes === "all" ? "database/unknown-kind" : "database/unknown-unmodelled-kind", values),
    ]);
  }
  return kinds;
}
