/**
 * First in a transaction that changes partitions and then their parent. Clients lock the parent first: one that has it and waits for a partition, and the
 * transaction that has the partition and waits for the parent, would wait for each other, at every attempt.
 *
 * @param table SQL, with schema; what is below it is locked with it, but for `ONLY` (PostgreSQL manual, LOCK)
 */
export function lockFromAbove(table: string): string {
  return `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`;
}
