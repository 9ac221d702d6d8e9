/** `verify --rehash` asks for a schema that says no more than the migrations. */
function byHand(statement: string): string {
  return `By hand: with nothing else changed in the schema, write ${statement} into a migration (\`<version>_<name>.up.sql\`, and its way back into \`.down.sql\`) and run \`verify --rehash\`, which proves both. Then \`diff\` plans the rest.`;
}

/** Changes that are known to have no plan: by what is said of them, why there is none, and what can be done. */
const known: readonly (readonly [said: RegExp, why: string, wayOut: string])[] = [
  [
    /\btext search (configuration|dictionary|parser|template) /,
    "Neither the engine nor Specline plans text search objects.",
    byHand("the CREATE, ALTER or DROP TEXT SEARCH"),
  ],
  [
    /\boperator (class|family) /,
    "Neither the engine nor Specline plans operator classes and families.",
    byHand("the CREATE or DROP OPERATOR CLASS or FAMILY"),
  ],
  [
    /\bcannot replace an in-use (domain|range type)\b/,
    "PostgreSQL cannot give a domain or range another base type, nor drop one that a column uses.",
    "In two steps: declare a new type under another name and let the columns use it (`diff` plans that as a change of their type); then drop the old one, and rename the new one in a migration by hand (`ALTER DOMAIN … RENAME TO`, `ALTER TYPE … RENAME TO`).",
  ],
  [
    /\bcollation \S+: \w+ is /,
    "PostgreSQL cannot change the locale, provider or determinism of a collation, nor drop one that is in use.",
    "Declare a new collation under another name and let the columns use it (`diff` plans that as `ALTER COLUMN … TYPE … COLLATE`); then drop the old one. What else is named is taken out of the schema in one plan and put back in a later one.",
  ],
  [
    /\boperator \S+\(\S*\): /,
    "PostgreSQL gives an operator in use another RESTRICT or JOIN and, from 17 on, a commutator, a negator, HASHES or MERGES that it has not. All else takes a drop, and so does the way back from what was given.",
    "Take what is named out of the schema in one plan, change the operator in the next, and put it back in a third; or declare a new operator under another name.",
  ],
  [
    /\bforeign server \S+: /,
    "PostgreSQL cannot change the type or the wrapper of a server, nor drop one that is in use.",
    "Declare a new server under another name, with the user mappings and foreign tables that are named, and drop the old one.",
  ],
  [
    /\bforeign table \S+: server is /,
    "PostgreSQL cannot give a foreign table another server, nor drop one that is in use.",
    "Take what is named out of the schema in one plan, change the server in the next, and put it back in a third.",
  ],
  [
    /\bcolumn \S+: generated is [sv] .*, wanted [sv] /,
    "PostgreSQL cannot make a stored generated column virtual, or the other way round: it has to be dropped and made anew, which what depends on it stands against.",
    "Take the views of the column and what else is named out of the schema in one plan, change the column in the next, and put them back in a third.",
  ],
  [
    /\bcannot recursively add identity column to table that has child tables\b/,
    "Before 17, PostgreSQL gives no identity to a partitioned table that has partitions.",
    "Let the column have a sequence as its default (`bigserial`), which every partition can have.",
  ],
  [
    /\bcannot alter type "\S+" because column "\S+" uses it\b/,
    "PostgreSQL looks for rows against a new constraint of a domain in columns of the domain alone, not in arrays, ranges and composite types of it, and refuses one there.",
    "Declare a new domain under another name with the constraint, and let the columns use it (`diff` plans that as a change of their type).",
  ],
  [
    /\bcannot change attribute "\S+" type while the type is used by table columns\b/,
    "PostgreSQL cannot give an attribute of a composite type another type while columns use it.",
    "Declare a new composite type under another name, add columns of it, and fill them in a migration by hand; then drop the old ones.",
  ],
  [
    /\bcolumn \S+: is local is /,
    "Whether a child table says a column of its parent itself cannot be changed by any migration.",
    "Write the child as it is: with the column in its own list, or without it.",
  ],
];

/** @param said differences, or the engine's reason */
export function wayOut(said: string): { readonly why: string; readonly hint: string } {
  const found = known.filter(([pattern]) => pattern.test(said));
  return { why: found.map(([, why]) => `\n${why}`).join(""), hint: found.map(([, , way]) => way).join(" ") || usual };
}

const usual =
  "The engine does not handle this change. Make it in smaller steps, or write the migration by hand: the project's target `verify` proves it.";
