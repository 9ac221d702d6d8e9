import { byCodeUnit } from "../../model/by-code-unit";
import type { SecurityScheme } from "../../model/service";
import { freeName } from "./flow-names";

/**
 * The environment variables that give a run its keys, by name of the security scheme: `SPECLINE_KEY_` and the name in capitals, with `_`
 * for whatever is no letter or digit. Where two names come to the same, the later one by code unit gets a number behind it.
 */
export function keyVariables(schemes: readonly SecurityScheme[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = schemes.map(({ name }) => name).sort(byCodeUnit);
  return new Map(
    names.map((name) => [name, freeName(`SPECLINE_KEY_${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`, taken)]),
  );
}
