import type { JsonValue } from "../../report/json";
import type { ApiDocument, ApiOperation, DocumentParameter } from "./api-document";
import { type AttackCase, refused, type Seed, survived } from "./attack-case";
import { flatten, type Keywords, typesOf } from "./flatten";
import type { Oracle } from "./oracle";
import { readingsOf } from "./read-fields";
import { simplest } from "./simplest";
import { mutantsOf, parse, placeOf } from "./value-mutants";
import { decodeFields, encodeFields, type Field, writeField } from "./written-value";

const deep = { style: "deepObject", explode: true };

/** Objects in the query, written as `filter[from]=1`: the same faults that a body has, as far as they can be written. */
export function objectParameterCases(
  document: ApiDocument,
  oracle: Oracle,
  operation: ApiOperation,
  seed: Seed,
): readonly AttackCase[] {
  const { schemas } = document.components;
  const parameters = (operation.description.parameters ?? []).filter(
    (one) =>
      one.in === "query" && one.style === "deepObject" && typesOf(flatten(one.schema, schemas)).includes("object"),
  );
  return parameters.flatMap((parameter) => casesOf(document, oracle, operation, seed, parameter));
}

function casesOf(
  document: ApiDocument,
  oracle: Oracle,
  operation: ApiOperation,
  seed: Seed,
  { name, schema = true, required }: DocumentParameter,
): readonly AttackCase[] {
  const [path = "", query = ""] = seed.request.target.split("?");
  const all = decodeFields(query);
  const validate = oracle.request(schema);
  if (all === undefined || validate === undefined) return [];
  const isOwn = ([one]: Field) => one === name || one.startsWith(`${name}[`);
  const own = all.filter(isOwn);
  const readings = (fields: readonly Field[]) =>
    readingsOf(document, oracle, { properties: { [name]: schema } as never }, { [name]: deep }, fields).flatMap(
      (one) => (one as Readonly<Record<string, JsonValue>>)[name] ?? [],
    );
  // The usual flow seldom sends one that is optional, and a property is missing only where others are left.
  const sent = own.length > 0 ? readings(own).find((one) => validate(one) === true) : undefined;
  const made = simplest(schema, document.components.schemas, 0, "all");
  const isObject = typeof sent === "object" && sent !== null && !Array.isArray(sent);
  const value = [isObject ? { ...(made as Keywords), ...sent } : made, sent].find(
    (one) => one !== undefined && validate(one) === true,
  );
  const others = all.filter((field) => !isOwn(field));
  const attempt = (
    kind: AttackCase["class"],
    what: string,
    fields: readonly Field[],
    isProbe: boolean | undefined,
    marker?: string,
  ): readonly AttackCase[] => {
    const isAllowed = fields.length === 0 ? required !== true : readings(fields).some((one) => validate(one) !== false);
    if (isAllowed && isProbe !== true) return [];
    const text = encodeFields([...others, ...fields]);
    const refusal = kind === "size" ? refused(400, 413, 414, 422, 431) : refused(400, 422);
    return [
      {
        operation: operation.id,
        class: kind,
        name: what,
        request: { ...seed.request, target: text === "" ? path : `${path}?${text}` },
        expected: isAllowed ? survived : refusal,
        ...(marker === undefined ? {} : { marker }),
      },
    ];
  };
  const place = `query.${name}`;
  const mutants = value === undefined ? [] : mutantsOf(document, oracle, schema, value);
  return [
    ...attempt("parameters", `${place}: missing`, [], false),
    ...attempt("parameters", `${place}: a text for object`, [[name, "specline"]], false),
    ...attempt(
      "parameters",
      `${place}: both a text and names below it`,
      [
        [name, "a"],
        [`${name}[specline]`, "1"],
      ],
      true,
    ),
    ...attempt("injection", `${place}: 100 levels`, [[`${name}${"[a]".repeat(100)}`, "1"]], true),
    ...mutants.flatMap((mutant) => {
      const changed = parse(mutant.text);
      if (typeof changed !== "object" || changed === null || Array.isArray(changed)) return [];
      // A longer target is refused by HTTP itself.
      if (mutant.name === "10,000 characters") return [];
      const kind = mutant.class === undefined || mutant.class === "body" ? "parameters" : mutant.class;
      const fields = writeField(name, changed, deep);
      return attempt(kind, `${placeOf(place, mutant.path)}: ${mutant.name}`, fields, mutant.isProbe, mutant.marker);
    }),
  ];
}
