import { unquoted } from "../sql/unquoted";
import type { Segment } from "./segment";
import type { Stage } from "./stage";
import { quoted } from "./table-name";

/** The way back of a stage, so that it works from after each of its parts: `IF EXISTS` where it is not sure, and what a stop leaves is removed. */
export function tolerant(segments: readonly Segment[], { unsure, cleaning }: Stage): readonly Segment[] {
  const names = unsure.flatMap((name) => [quoted(name), `"${name.replaceAll('"', '""')}"`]);
  const tolerated = segments.map((segment) => ({
    ...segment,
    statements: segment.statements.map((sql) => (names.some((name) => sql.includes(name)) ? withIfExists(sql) : sql)),
  }));
  const done = new Set(tolerated.flatMap((one) => one.statements.map(unquoted)));
  const more = [...new Set(cleaning)].filter((sql) => !done.has(unquoted(sql)));
  if (more.length === 0) return tolerated;
  const place = tolerated.findIndex((one) => one.isTransactional);
  if (place === -1) return [{ isTransactional: true, statements: more }, ...tolerated];
  return tolerated.map((one, index) => (index === place ? { ...one, statements: [...one.statements, ...more] } : one));
}

function withIfExists(sql: string): string {
  return sql
    .replace(/^(DROP INDEX (?:CONCURRENTLY )?)(?!IF EXISTS)/i, "$1IF EXISTS ")
    .replace(/^(ALTER INDEX )(?!IF EXISTS)(.* RENAME TO )/is, "$1IF EXISTS $2")
    .replace(/^(ALTER TABLE .*? DROP CONSTRAINT )(?!IF EXISTS)/is, "$1IF EXISTS ");
}
