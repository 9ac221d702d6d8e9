import { byCodeUnit } from "../../model/by-code-unit";
import type { JsonValue } from "../../model/json-value";
import type { Discriminator, KeywordSchema, Schema, SchemaName } from "../../model/schema";

/** A schema that is made of a base. */
export interface Alternative {
  /** The discriminator's value that selects it, unless the mapping has others for it. */
  readonly value: string;
  readonly to: SchemaName;
}

export interface Base {
  readonly own: Alternative;
  readonly subschemas: readonly Alternative[];
  /** The values to which the description limits a property of a schema; `undefined`: it does not. */
  readonly valuesOf: (schema: KeywordSchema, property: string) => readonly JsonValue[] | undefined;
}

/**
 * A base with a discriminator and no choice, as the choice that it stands for: itself, and one of the schemas that its
 * discriminator selects (docs/decisions/0346-bases-without-a-choice.md). `undefined`: there is nothing to choose from.
 */
export function addAlternatives(schema: Schema, base: Base): Schema | undefined {
  if (schema.kind !== "keywords") return undefined;
  const { discriminator, oneOf, anyOf } = schema;
  if (discriminator === undefined) return insideOf(schema, base);
  return oneOf === undefined && anyOf === undefined ? withChoice(schema, discriminator, base) : undefined;
}

/** `nullable: true` beside an `allOf` has made the base one of two alternatives. */
function insideOf(schema: KeywordSchema, base: Base): Schema | undefined {
  const [first, ...others] = schema.anyOf ?? [];
  const inner =
    first?.kind === "keywords" && first.discriminator !== undefined ? addAlternatives(first, base) : undefined;
  return inner && { ...schema, anyOf: [inner, ...others] };
}

function withChoice(schema: KeywordSchema, { propertyName, mapping }: Discriminator, base: Base): Schema | undefined {
  const { own, subschemas } = base;
  const isMapped = (to: SchemaName) => mapping.some((one) => one.to === to);
  // "rather than the default (implicit) value": a value that is mapped selects nothing by its name.
  const byName = [own, ...subschemas].filter(
    ({ value, to }) => !isMapped(to) && !mapping.some((one) => one.value === value),
  );
  const all = [...mapping, ...byName];
  const targets = [...new Set(all.map(({ to }) => to))].filter((to) => to !== own.to).sort(byCodeUnit);
  if (targets.length === 0) return undefined;
  const { span } = schema;
  const limits = base.valuesOf(schema, propertyName);
  const values = all.flatMap(({ value, to }) => (to === own.to && (limits?.includes(value) ?? true) ? value : []));
  const itself: KeywordSchema = {
    ...{ kind: "keywords", span, required: [propertyName] },
    properties: [{ name: propertyName, schema: { kind: "keywords", span, enum: values } }],
  };
  const named = byName.filter(({ value, to }) => value !== to && to !== own.to);
  return {
    ...schema,
    anyOf: [
      ...targets.map((to): Schema => ({ kind: "ref", to, span })),
      ...(values.length === 0 ? [] : [itself]),
      ...(schema.types?.includes("null") === true ? [{ kind: "keywords", types: ["null"], span } as const] : []),
    ],
    discriminator: { propertyName, mapping: [...mapping, ...named] },
  };
}
