/** `id, "Odd, x"`, as the catalog snapshot and `pg_get_constraintdef` list names: each as it is written there, with its quotes. */
export function listedNames(list: string): readonly string[] {
  return list.match(/"(?:[^"]|"")*"|[^,\s"]+/g) ?? [];
}

/** Columns of `PRIMARY KEY (id, "Odd, x")`, `UNIQUE (…)` or `FOREIGN KEY (…) …`, which are the first thing in parentheses. */
export function keyColumns(definition: string): readonly string[] {
  return listedNames(/^[^("]*\(((?:"(?:[^"]|"")*"|[^")])*)\)/.exec(definition)?.[1] ?? "");
}
