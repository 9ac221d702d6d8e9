/** `Name: users; Type: TABLE; Schema: public; Owner: postgres` → its text; several of one name are joined. */
export type SchemaDump = ReadonlyMap<string, string>;

const header = /^--\n-- (Name: .*; Type: .*)\n--\n/gm;
/** In between entries, and valid until the next of its kind. */
const accessMethod = /^SET default_table_access_method = (.*);$/gm;
/** A random key of each run, and what the order of entries decides. */
const noise =
  /^(\\(un)?restrict .*|SET default_(tablespace|table_access_method) = .*|-- PostgreSQL database dump complete|--)$/gm;

/** Columns of a table that was there cannot be reordered, and grants have no order: lines of such entries are sorted. */
const isUnordered = / Type: (TABLE|FOREIGN TABLE|ACL|DEFAULT ACL); /;

/** A dump in entries, since their order follows dependencies and may differ. */
export function readDump(text: string): SchemaDump {
  const entries = new Map<string, string[]>();
  const headers = [...text.matchAll(header)];
  let method = "";
  for (const [index, { 0: whole, 1: name = "", index: start }] of headers.entries()) {
    method = lastOf(text.slice(headers[index - 1]?.index ?? 0, start)) ?? method;
    const body = text
      .slice(start + whole.length, headers[index + 1]?.index)
      .replace(noise, "")
      .trim();
    const lines = isUnordered.test(name) ? sortedLines(body).join("\n") : body.replace(tags, sortedList);
    // A partitioned table has no access method, so the one before it still stands there.
    const hasMethod = / Type: (TABLE|MATERIALIZED VIEW); /.test(name) && !/^PARTITION BY /m.test(body);
    const shown = hasMethod ? `${lines}\nUSING ${method}` : lines;
    entries.set(name, [...(entries.get(name) ?? []), shown]);
  }
  return new Map([...entries].map(([name, bodies]) => [name, bodies.sort().join("\n")]));
}

/** PostgreSQL 18 gives them. */
const notNullName = /\bCONSTRAINT (?:"(?:[^"]|"")+"|\S+) NOT NULL\b/;

/** Of a table or view: which come first means nothing. */
const options = /(?<=^(?:INHERITS .*)?WITH \()[^()]*(?=\))/;

/** Of an event trigger: which come first means nothing. */
const tags = /(?<=\n +WHEN TAG IN \()[^)]*(?=\))/g;

function sortedList(list: string): string {
  return list.split(", ").sort().join(", ");
}

function lastOf(text: string): string | undefined {
  return [...text.matchAll(accessMethod)].at(-1)?.[1];
}

function sortedLines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/,$/, "").replace(options, sortedList))
    .filter((line) => line !== "")
    .sort();
}

/** The dump without the names of NOT NULL of some tables, `schema.name` each. */
export function withoutNotNullNames(dump: SchemaDump, tables: ReadonlySet<string>): SchemaDump {
  return new Map(
    [...dump].map(([entry, body]) => {
      const [, name, schema] = /^Name: (.*); Type: (?:FOREIGN )?TABLE; Schema: (.*); Owner: /.exec(entry) ?? [];
      if (!tables.has(`${schema}.${name}`)) return [entry, body];
      const lines = body.split("\n").map((line) => line.replace(notNullName, "NOT NULL"));
      return [entry, lines.sort().join("\n")];
    }),
  );
}

/** One text for each entry that differs. */
export function compareDumps(actual: SchemaDump, wanted: SchemaDump): readonly string[] {
  return [...new Set([...actual.keys(), ...wanted.keys()])].sort().flatMap((name) => {
    const [is, should] = [actual.get(name), wanted.get(name)];
    return is === should ? [] : [`${name}\n    is ${shown(is)}\n    wanted ${shown(should)}`];
  });
}

function shown(text: string | undefined): string {
  return text === undefined ? "missing" : text.replace(/\s+/g, " ").slice(0, 600);
}
