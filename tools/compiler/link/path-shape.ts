import type { PathTemplate } from "../model/operation";

/** A collection in a path, with the parameters that select one of its members if any follow. */
export interface PathStep {
  readonly name: string;
  /** Several: a key of several columns, such as `/playlist-track/{playlistId}/{trackId}`. */
  readonly parameters: readonly string[];
}

/** `/v1/customers/{customerId}/orders` → v1, customers with customerId, orders. `undefined`: no path of such a form. */
export function pathSteps(path: PathTemplate): readonly PathStep[] | undefined {
  const steps: { name: string; parameters: string[] }[] = [];
  for (const segment of path.segments) {
    if (segment.kind === "literal") {
      if (segment.text !== "") steps.push({ name: segment.text, parameters: [] });
      continue;
    }
    const last = steps.at(-1);
    const isPlain = segment.kind === "parameter" && segment.before === "" && segment.after === "";
    if (!isPlain || last === undefined) return undefined;
    last.parameters.push(segment.name);
  }
  return steps.length === 0 ? undefined : steps;
}
