import type { AlterDomainStmt } from "libpg-query";
import type { Hazard } from "./hazard";
import { objectName } from "./object-name";
import { dependsOnRows, scan } from "./row-hazards";
import type { Surroundings } from "./surroundings";
import { quoted } from "./table-name";

/** PostgreSQL manual, ALTER DOMAIN: columns of the domain are tested, of which the statement names none. */
export function domainHazards(
  { subtype, typeName = [], name = "", def }: AlterDomainStmt,
  { tablesOfDomain }: Surroundings,
): readonly Hazard[] {
  const parts = typeName.map(objectName);
  const domain = parts.length === 1 ? `public.${parts[0]}` : parts.join(".");
  const constraint = def !== undefined && "Constraint" in def ? def.Constraint : undefined;
  const isNotNull = subtype === "O" || constraint?.contype === "CONSTR_NOTNULL";
  if (subtype !== "O" && subtype !== "V" && (subtype !== "C" || constraint?.skip_validation === true)) return [];
  const what =
    subtype === "V"
      ? `validating ${quoted(name)} of domain ${domain}`
      : isNotNull
        ? `SET NOT NULL of domain ${domain}`
        : `constraint ${quoted(constraint?.conname ?? "")} of domain ${domain}`;
  return (tablesOfDomain.get(domain) ?? []).flatMap((table) => [
    scan(what, table, "ShareLock"),
    dependsOnRows(what, isNotNull ? "NULLs" : "values that break it", table),
  ]);
}
