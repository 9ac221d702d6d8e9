import { byCodeUnit } from "../../model/by-code-unit";
import type { SecurityScheme } from "../../model/service";

/**
 * The environment variables that give a run its keys, by name of the security scheme: `SPECLINE_KEY_` and the name in capitals, with `_`
 * for whatever is no letter or digit. Where names come to the same, the later ones by code unit get `_2`, `_3`, … behind it.
 */
export function keyVariables(schemes: readonly SecurityScheme[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const taken = new Set<string>();
  for (const scheme of schemes.map(({ name }) => name).sort(byCodeUnit)) {
    const plain = `SPECLINE_KEY_${scheme.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
    let variable = plain;
    for (let count = 2; taken.has(variable); count++) variable = `${plain}_${count}`;
    taken.add(variable);
    variables.set(scheme, variable);
  }
  return variables;
}
