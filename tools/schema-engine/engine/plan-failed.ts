import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { wayOut } from "../prove/way-out";

/** The engine has no plan, for a reason in its own words. */
export function planFailed(engine: string, direction: string, reason: string): Refused {
  const { why, hint } = wayOut(reason);
  const values = { engine, direction, reason: `${reason.replace(/\.+$/, "")}.${why}`, hint };
  return new Refused([problem("migration/plan-failed", values)]);
}
