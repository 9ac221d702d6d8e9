import type { SourceSpan } from "../diagnostics/source-span";
import type { JsonValue } from "./json-value";

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/** Name of a `NamedSchema`. For `#/components/schemas/Pet` it is `Pet`; other targets of a `$ref` get a derived name. */
export type SchemaName = string;

/**
 * A schema with the meaning of JSON Schema 2020-12, whatever the description's version: the reader turns 3.0's `nullable`,
 * boolean `exclusiveMinimum` and the like into it. Texts are raw: no escaping, no formatting.
 */
export type Schema = BooleanSchema | RefSchema | KeywordSchema;

export interface BooleanSchema {
  readonly kind: "boolean";
  /** `true` accepts every value, `false` none. */
  readonly accepts: boolean;
  readonly span: SourceSpan;
}

/** A `$ref` alone. A `$ref` with sibling keywords (3.1) is a `KeywordSchema` whose `allOf` begins with the reference. */
export interface RefSchema {
  readonly kind: "ref";
  readonly to: SchemaName;
  readonly span: SourceSpan;
}

export interface Property {
  readonly name: string;
  readonly schema: Schema;
}

/** Every keyword that Specline knows. An emitter lists them with `satisfies`, so that a new one breaks it at compile time. */
export interface KeywordSchema {
  readonly kind: "keywords";
  readonly span: SourceSpan;
  readonly types?: readonly JsonType[];
  readonly enum?: readonly JsonValue[];
  readonly const?: JsonValue;
  readonly title?: string;
  readonly description?: string;
  readonly default?: JsonValue;
  readonly examples?: readonly JsonValue[];
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly contentEncoding?: string;
  readonly contentMediaType?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly contains?: Schema;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly unevaluatedItems?: Schema;
  readonly properties?: readonly Property[];
  readonly required?: readonly string[];
  readonly patternProperties?: readonly Property[];
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: readonly { readonly name: string; readonly requires: readonly string[] }[];
  readonly dependentSchemas?: readonly Property[];
  readonly unevaluatedProperties?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly discriminator?: Discriminator;
}

export interface Discriminator {
  readonly propertyName: string;
  /** Value of the property → schema that it selects; empty when the description maps by name. */
  readonly mapping: readonly { readonly value: string; readonly to: SchemaName }[];
}

export interface NamedSchema {
  readonly name: SchemaName;
  readonly schema: Schema;
}
