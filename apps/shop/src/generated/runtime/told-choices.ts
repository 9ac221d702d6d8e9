// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 0fb76d7fad489728
import type { TSchema } from "@sinclair/typebox";
import { mapSchemas } from "./map-schemas.js";
import { resolver } from "./parameter-value.js";
import { rewriting } from "./rewriting.js";

type Keywords = Readonly<Record<string, unknown>>;

/**
 * Of a choice, all branches are asked for what is wrong, and so on in each level of the value. Where a property that all branches
 * require says by its value which one is meant, the choice becomes the question for that value: only the branch that is meant is asked,
 * and where none is, what the property may be is told. A schema without such a place comes back as it is.
 */
export const toldChoices = rewriting((schema, known) => {
  const resolve = resolver(known);
  return mapSchemas(schema, (keywords) => {
    const [choice] = (["oneOf", "anyOf"] as const).filter((keyword) => Array.isArray(keywords[keyword]));
    if (choice === undefined) return keywords;
    const branches = keywords[choice] as readonly Keywords[];
    const tag = branches.length < 2 ? undefined : tagOf(branches.map(resolve), resolve);
    if (tag === undefined) return keywords;
    const { [choice]: _, ...rest } = keywords;
    const chosen = branches.reduceRight<Keywords>(
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      (others, branch, index) => ({ if: hasTag(tag.name, tag.values[index] ?? []), then: branch, else: others }),
      hasTag(tag.name, tag.values.flat()),
    );
    return { ...rest, allOf: [...(Array.isArray(rest.allOf) ? (rest.allOf as unknown[]) : []), chosen] };
  }) as TSchema;
});

interface Tag {
  readonly name: string;
  /** Of each branch. */
  readonly values: readonly (readonly unknown[])[];
}

function tagOf(branches: readonly Keywords[], resolve: (schema: unknown) => Keywords): Tag | undefined {
  for (const name of namesOf(branches[0])) {
    const values = branches.map((branch) => (namesOf(branch).includes(name) ? valuesOf(branch, name, resolve) : []));
    const all = values.flat();
    if (values.every((some) => some.length > 0) && new Set(all).size === all.length) return { name, values };
  }
  return undefined;
}

function namesOf(branch: Keywords | undefined): readonly string[] {
  return Array.isArray(branch?.required) ? (branch.required as string[]) : [];
}

function valuesOf(branch: Keywords, name: string, resolve: (schema: unknown) => Keywords): readonly unknown[] {
  const properties = (branch.properties ?? {}) as Keywords;
  const property = Object.hasOwn(properties, name) ? resolve(properties[name]) : {};
  const values =
    "const" in property ? [property.const] : Array.isArray(property.enum) ? (property.enum as unknown[]) : [];
  return values.every((value) => typeof value !== "object") ? values : [];
}

function hasTag(name: string, values: readonly unknown[]): Keywords {
  return { type: "object", required: [name], properties: { [name]: { enum: values } } };
}
