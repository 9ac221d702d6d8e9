import type { SchemaName } from "../model/schema";
import type { DynamicScope } from "./dynamic-scope";
import type { Located } from "./located";
import { absoluteReference, referenceKey, splitReference } from "./reference-key";
import type { Target } from "./resolve-reference";

/**
 * Gives every schema that a `$ref` names a unique name. Those under `components.schemas` of the main file own theirs;
 * others get one from their file or pointer, with a number where it is taken.
 */
export class SchemaNames {
  readonly #names = new Map<unknown, SchemaName>();
  readonly #taken = new Set<SchemaName>();
  /** What a component is nothing but a reference to (`file#/pointer`) → the component, whose name it gets. */
  readonly #aliased = new Map<string, SchemaName>();
  readonly #aliases = new Set<SchemaName>();
  readonly #queued = new Set<SchemaName>();
  #components: Located | undefined;
  /** Named, but not read yet. */
  readonly queue: { readonly name: SchemaName; readonly place: Located; readonly scope: DynamicScope }[] = [];

  /** Reserves the names of all components, reached or not, so that using one more of them renames no other schema. */
  reserve(components: Located | undefined): void {
    this.#components = components;
    for (const [name, place] of components?.entries() ?? []) {
      this.#taken.add(name.toLowerCase());
      const reference = place.get("$ref")?.value;
      if (typeof reference !== "string" || reference.startsWith("#") || place.entries().length > 1) continue;
      const key = absoluteReference(place.source.file, reference);
      if (key === undefined || this.#aliased.has(key)) continue;
      this.#aliased.set(key, name);
      this.#aliases.add(name);
    }
  }

  /** Whether the component is another name for a schema of another file; then it is that schema. */
  isAlias(name: SchemaName): boolean {
    return this.#aliases.has(name);
  }

  /** Files that components are references to: they belong to the description, used or not. */
  get files(): readonly string[] {
    return [...new Set([...this.#aliased.keys()].map((key) => splitReference(key).path))];
  }

  /** Whether the main file has a component of this name. */
  has(name: SchemaName): boolean {
    return this.#components?.get(name) !== undefined;
  }

  /** @param isPlain whether the schema means the same from here as from anywhere; if not, it gets one more name. */
  nameOf(target: Target, scope: DynamicScope, isPlain: boolean): SchemaName {
    const { value } = target;
    // Two `true` or two texts are one value to a Map, so those are told apart by their place.
    const key = referenceKey(target.file, target.pointer);
    const plainIdentity = value.isObject ? value.value : key;
    const identity = isPlain ? plainIdentity : `${key} ${scope.key}`;
    const known = this.#names.get(identity);
    if (known !== undefined) return known;
    const own = this.isComponent(target) ? (target.pointer[2] as string) : this.#aliased.get(key);
    const name = isPlain && own !== undefined ? own : this.free(own ?? derivedName(target));
    this.#names.set(identity, name);
    if (!this.#queued.has(name)) this.queue.push({ name, place: value, scope });
    this.#queued.add(name);
    return name;
  }

  private isComponent({ value, pointer }: Target): boolean {
    if (pointer.length !== 3 || pointer[0] !== "components" || pointer[1] !== "schemas") return false;
    return this.#components !== undefined && value.source === this.#components.source;
  }

  /** Names that differ in case alone would be one file on some disks. */
  private free(name: SchemaName): SchemaName {
    let result = name;
    for (let suffix = 2; this.#taken.has(result.toLowerCase()); suffix++) result = `${name}${suffix}`;
    this.#taken.add(result.toLowerCase());
    return result;
  }
}

const structure = new Set([
  "components",
  "schemas",
  "schema",
  "properties",
  "paths",
  "content",
  "definitions",
  "$defs",
]);

/** `models/pet.yml` → `pet`, `x.yaml#/components/schemas/Pet` → `Pet`, `#/components/schemas/Pet/properties/tag` → `PetTag`. */
function derivedName({ file, pointer }: Target): SchemaName {
  if (pointer.length === 0) return plain((file.split("/").at(-1) as string).replace(/\.[^.]*$/, ""));
  const steps = pointer.filter((step, index) => !structure.has(step) || pointer[index - 1] === "properties");
  if (steps.length === 1) return plain(steps[0] as string);
  return plain(steps.map(capitalised).join(""));
}

function capitalised(step: string): string {
  const words = step.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** Only what a component may be called: OpenAPI 3.1 §4.8.7, `^[a-zA-Z0-9._-]+$`. */
function plain(name: string): string {
  const text = name.replace(/[^A-Za-z0-9._-]+/g, "_");
  return text === "" ? "Schema" : text;
}
