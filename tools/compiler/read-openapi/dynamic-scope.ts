import type { Anchor, SchemaResource } from "./identifiers";
import { escapeStep } from "./reference-key";

/**
 * The `$dynamicAnchor`s that a validator would know where it stands (JSON Schema 2020-12 core §7.1, §7.7.2): of each name
 * the outermost. A `$dynamicRef` can thus be followed when the description is read, and no later stage knows it; a schema
 * that is reached under two scopes becomes two schemas.
 */
export class DynamicScope {
  static readonly empty = new DynamicScope(new Map());

  private constructor(private readonly anchors: ReadonlyMap<string, Anchor>) {}

  entering(resource: SchemaResource | undefined): DynamicScope {
    const added = [...(resource?.anchors ?? [])].filter(([name, one]) => one.isDynamic && !this.anchors.has(name));
    return added.length === 0 ? this : new DynamicScope(new Map([...this.anchors, ...added]));
  }

  outermost(name: string): Anchor | undefined {
    return this.anchors.get(name);
  }

  /** Equal for equal scopes. */
  get key(): string {
    return [...this.anchors]
      .map(([name, { place, pointer }]) => `${name}=${place.source.file}#${pointer.map(escapeStep).join("/")}`)
      .sort()
      .join(" ");
  }
}
