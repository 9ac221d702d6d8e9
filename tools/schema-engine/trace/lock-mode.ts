/** Table-level lock modes from the weakest to the strongest (PostgreSQL manual, 13.3.1). */
export const lockModes = [
  "AccessShareLock",
  "RowShareLock",
  "RowExclusiveLock",
  "ShareUpdateExclusiveLock",
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
] as const;

/** As `pg_locks.mode` writes it. */
export type LockMode = (typeof lockModes)[number];

export type Blocked = "nothing" | "writes" | "reads and writes";

/**
 * Which statements of others wait (manual, table 13.2): a SELECT takes ACCESS SHARE, which conflicts with ACCESS EXCLUSIVE only; INSERT,
 * UPDATE and DELETE take ROW EXCLUSIVE, which conflicts with SHARE and all that is stronger.
 */
export function blockedBy(mode: LockMode): Blocked {
  if (mode === "AccessExclusiveLock") return "reads and writes";
  return lockModes.indexOf(mode) >= lockModes.indexOf("ShareLock") ? "writes" : "nothing";
}

export function strongest(modes: readonly LockMode[]): LockMode | undefined {
  return [...modes].sort((a, b) => lockModes.indexOf(b) - lockModes.indexOf(a))[0];
}

/** `ACCESS EXCLUSIVE`, as the manual writes it. */
export function lockName(mode: LockMode): string {
  return mode
    .replace(/Lock$/, "")
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toUpperCase();
}
