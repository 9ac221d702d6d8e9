import { blockedBy, type LockMode, lockName } from "../trace/lock-mode";
import type { Hazard } from "./hazard";

export function blockingBuild(what: string, table: string, mode: LockMode): Hazard {
  const blocks = blockedBy(mode);
  const text = `building ${what} blocks ${blocks} of ${table} until it is done`;
  return { kind: "BLOCKING_INDEX_BUILD", text, object: table, lock: lockName(mode), blocks };
}

export function scan(what: string, table: string, mode: LockMode): Hazard {
  const blocks = blockedBy(mode);
  const text = `${what} reads all of ${table} while its lock blocks ${blocks}`;
  return { kind: "TABLE_SCAN", text, object: table, lock: lockName(mode), blocks };
}

export function dependsOnRows(what: string, against: string, table: string): Hazard {
  return { kind: "DEPENDS_ON_ROWS", text: `${what} fails on ${against} in ${table}`, object: table };
}
