import type { Hazard } from "../plan/hazard";
import type { PlanPart } from "../plan/plan-part";
import type { Missing } from "./missing-between";

/** What is away after some of the transactions of a plan, though it is there before and after it. */
export interface OpenWindow extends Missing {
  readonly direction: "up" | "down";
  /** Number of transactions, in the order in which they run, that have run when it is gone. */
  readonly goneAfter: number;
  /** The same, when it is there again. */
  readonly backAfter: number;
}

export function windowHazard(window: OpenWindow, parts: readonly PlanPart[]): Hazard {
  const { what, object, direction } = window;
  const numbers = parts.flatMap((part, index) => (part[direction] === undefined ? [] : [index + 1]));
  const inOrder = direction === "up" ? numbers : [...numbers].reverse();
  const number = (count: number) => inOrder[count - 1] ?? count;
  const [gone, back] = [number(window.goneAfter), number(window.backAfter)];
  const way = direction === "up" ? "" : "on the way back ";
  const text = `${way}${what} is gone from part ${gone} until part ${back} is done, for good if a part between fails: ${meanwhile(window)}`;
  return { kind: "OPEN_WINDOW", text, object };
}

function meanwhile({ kind, what }: Missing): string {
  if (what.startsWith("privilege ")) return "who has it is refused meanwhile";
  if (what.startsWith("absence of privilege ")) return "others may use it meanwhile";
  if (what.startsWith("default of ")) return "rows that come meanwhile get NULL or are refused";
  if (what.startsWith("replica identity of ")) return "UPDATE and DELETE of it fail meanwhile where it is published";
  if (what.startsWith("NOT NULL of ")) return "rows with NULL get in meanwhile, and the last part fails on them";
  switch (kind) {
    case "policy":
    case "table":
      return what.startsWith(kind) && kind === "table"
        ? "code that uses it fails meanwhile"
        : "rows that it hides are seen and written meanwhile";
    case "trigger":
    case "rule":
    case "event trigger":
    case "constraint trigger":
      return "what is written meanwhile passes it by";
    case "constraint":
      return "rows that break it get in meanwhile, and the part that makes it again fails on them";
    case "index":
      return "what it keeps unique is not, and queries that use it are slow meanwhile";
    default:
      return "code that uses it fails meanwhile";
  }
}
