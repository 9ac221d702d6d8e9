import type { PathTemplate } from "../model/operation";

/** A collection in a path, with the parameter that selects one of its members if one follows. */
export interface PathStep {
  readonly name: string;
  readonly parameter?: string;
}

/** `/v1/customers/{customerId}/orders` → v1, customers with customerId, orders. `undefined`: no path of such a form. */
export function pathSteps(path: PathTemplate): readonly PathStep[] | undefined {
  const steps: { name: string; parameter?: string }[] = [];
  for (const segment of path.segments) {
    if (segment.kind === "literal") {
      if (segment.text !== "") steps.push({ name: segment.text });
      continue;
    }
    const last = steps.at(-1);
    const isPlain = segment.kind === "parameter" && segment.before === "" && segment.after === "";
    if (!isPlain || last === undefined || last.parameter !== undefined) return undefined;
    last.parameter = segment.name;
  }
  return steps.length === 0 ? undefined : steps;
}
