/** Of `CREATE INDEX i ON ONLY public.t USING btree (a)`, as pg_get_indexdef writes it with an empty search_path. SQL, with schema. */
export function tableOfIndex(definition: string): string {
  return ofIndex.exec(definition)?.[1] ?? "";
}

const ofIndex =
  /^CREATE (?:UNIQUE )?INDEX (?:"(?:[^"]|"")*"|[^" ]+) ON (?:ONLY )?((?:"(?:[^"]|"")*"|[^". ]+)(?:\.(?:"(?:[^"]|"")*"|[^". ]+))?) /;
