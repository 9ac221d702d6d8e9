import { unquoted } from "../sql/unquoted";
import type { Segment } from "./segment";
import type { Stage } from "./stage";
import { quoted } from "./table-name";

/** The way back of a stage, so that it works from after each of its parts: `IF EXISTS` where it is not sure, and what a stop leaves is removed. */
export function tolerant(segments: readonly Segment[], { unsure, cleaning }: Stage): readonly Segment[] {
  const names = unsure.flatMap((name) => [quoted(name), `"${name.replaceAll('"', '""')}"`]);
  const isOfIdentity = (one: Segment) => one.statements.some((sql) => / REPLICA IDENTITY /.test(sql));
  const hasIdentity = segments.some(isOfIdentity);
  const tolerated = segments.map((segment) => ({
    ...segment,
    statements: segment.statements.map((sql) =>
      names.some((name) => sql.includes(name)) ? withIfExists(hasIdentity ? withIfNotExists(sql) : sql) : sql,
    ),
  }));
  const done = new Set(tolerated.flatMap((one) => one.statements.map(unquoted)));
  const more = [...new Set(cleaning)].filter((sql) => !done.has(unquoted(sql)));
  if (more.length === 0) return tolerated;
  // An index that a stop leaves may be the replica identity until there is another.
  const identified = tolerated.findIndex((one) => one.isTransactional && isOfIdentity(one));
  const place = identified === -1 ? tolerated.findIndex((one) => one.isTransactional) : identified;
  if (place === -1) return [{ isTransactional: true, statements: more }, ...tolerated];
  return tolerated.map((one, index) => (index === place ? { ...one, statements: [...one.statements, ...more] } : one));
}

/** One that was to go last, after another has taken its place, is there still. */
function withIfNotExists(sql: string): string {
  return sql.replace(/^(CREATE (?:UNIQUE )?INDEX CONCURRENTLY )(?!IF NOT EXISTS)/i, "$1IF NOT EXISTS ");
}

function withIfExists(sql: string): string {
  return sql
    .replace(/^(DROP INDEX (?:CONCURRENTLY )?)(?!IF EXISTS)/i, "$1IF EXISTS ")
    .replace(/^(ALTER INDEX )(?!IF EXISTS)(.* RENAME TO )/is, "$1IF EXISTS $2")
    .replace(/^(ALTER TABLE .*? DROP CONSTRAINT )(?!IF EXISTS)/is, "$1IF EXISTS ");
}
