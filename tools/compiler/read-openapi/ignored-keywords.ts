import { findByUri } from "./find-root";
import { resolveUri, type SchemaResource } from "./identifiers";
import type { Located } from "./located";
import type { Reading } from "./reading";
import { vocabularies } from "./schema-keywords";

const none: ReadonlySet<string> = new Set();

const standard = /^https:\/\/(json-schema\.org\/draft\/2020-12\/schema|spec\.openapis\.org\/oas\/3\.1\/dialect\/.*)$/;
const earlier = /^https?:\/\/json-schema\.org\/(schema|draft-0\d\/(hyper-)?schema|draft\/2019-09\/schema)$/;

/**
 * Keywords that mean nothing in the dialect of a schema (JSON Schema 2020-12 core §8.1.2): it is named by `$schema` or by the
 * description's `jsonSchemaDialect`, and its meta-schema lists the vocabularies. 3.0 has one dialect only.
 */
export function ignoredKeywords(reading: Reading, schema: Located): ReadonlySet<string> {
  if (reading.dialect === "3.0") return none;
  const dialect = dialectOf(reading.identifiers.resourceOf(schema.value));
  if (dialect === undefined) return none;
  let ignored = reading.dialects.get(dialect.value);
  if (ignored === undefined) {
    ignored = readDialect(reading, dialect);
    reading.dialects.set(dialect.value, ignored);
  }
  return ignored;
}

function dialectOf(resource: SchemaResource | undefined): Located | undefined {
  if (resource === undefined) return undefined;
  const { root, outer } = resource;
  return root.get("$schema") ?? (outer === undefined ? root.get("jsonSchemaDialect") : dialectOf(outer));
}

function readDialect(reading: Reading, at: Located): ReadonlySet<string> {
  const dialect = typeof at.value === "string" ? at.value.replace(/#$/, "") : "";
  if (standard.test(dialect)) return none;
  if (earlier.test(dialect)) {
    const hint = "Its schemas are read by the rules of 2020-12; keywords that changed are named where they stand.";
    reading.features.add("openapi/keyword-of-other-version", `$schema: ${dialect}`, at, hint);
    return none;
  }
  const uri = resolveUri(dialect, reading.identifiers.resourceOf(at.container)?.uri ?? reading.uriOf(at.source.file));
  const metaschema = findByUri(reading, uri)?.value;
  if (metaschema === undefined) return unknown(reading, at, "its meta-schema is in no file of the description");
  const used = metaschema.get("$vocabulary")?.entries() ?? [];
  if (used.length === 0) return none;
  const strange = used.find(([name, isRequired]) => isRequired.value === true && !vocabularies.has(name));
  if (strange !== undefined) return unknown(reading, at, `it requires the vocabulary ${strange[0]}`);
  const names = new Set(used.map(([name]) => name));
  return new Set([...vocabularies].flatMap(([name, keywords]) => (names.has(name) ? [] : keywords)));
}

function unknown(reading: Reading, at: Located, reason: string): ReadonlySet<string> {
  reading.report("openapi/unknown-dialect", at, { dialect: String(at.value), reason });
  return none;
}
