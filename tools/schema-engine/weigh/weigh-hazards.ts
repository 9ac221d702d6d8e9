import type { Client } from "pg";
import type { Hazard } from "../plan/hazard";
import { estimateSeconds } from "./estimate";
import { readTableSizes } from "./table-sizes";

/** Hazards with the sizes that their tables have in a live database, the longest and largest first within a kind. */
export async function weighHazards(live: Client, hazards: readonly Hazard[]): Promise<readonly Hazard[]> {
  const sizes = await readTableSizes(
    live,
    hazards.map((one) => one.object),
  );
  const weighed = hazards.map((one): Hazard => {
    const size = sizes.get(one.object);
    return size === undefined ? one : { ...one, size };
  });
  return weighed.toSorted((a, b) => secondsOf(b) - secondsOf(a) || (b.size?.bytes ?? 0) - (a.size?.bytes ?? 0));
}

function secondsOf({ kind, size }: Hazard): number {
  return (size && estimateSeconds(kind, size)) ?? 0;
}
