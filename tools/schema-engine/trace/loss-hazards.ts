import type { Hazard } from "../plan/hazard";
import type { Loss } from "./kept-data";

/** In the words of a statement that says it itself. */
export function lossHazards({ kind, object }: Loss): readonly Hazard[] {
  const used: Hazard = { kind: "BREAKS_CLIENTS", text: `drops ${object}, which others may use`, object };
  if (kind === "view") return [used];
  if (kind === "restrictive policy")
    return [{ kind: "WIDENS_ACCESS", text: `drops the restrictive policy ${object}: its rows may be seen`, object }];
  if (kind === "policy" || kind === "trigger" || kind === "constraint" || kind === "index")
    return [{ ...used, text: `drops ${kind} ${object} with it` }];
  if (kind === "rows") return [{ kind: "DELETES_DATA", text: `deletes rows of ${object}`, object }];
  const gone: Hazard = { kind: "DELETES_DATA", text: `drops ${kind} ${object}`, object };
  const failing: Hazard = { ...used, text: `code that uses column ${object} fails at once` };
  return kind === "column" ? [gone, failing] : [gone];
}
