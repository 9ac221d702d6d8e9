import type { JsonValue } from "../model/json-value";
import { Located } from "./located";
import type { SourceDocument } from "./source/source-document";

/** A schema with a URI of its own, or a whole file (JSON Schema 2020-12 core §4.3.5). */
export interface SchemaResource {
  /** Absolute, without fragment. */
  readonly uri: string;
  readonly root: Located;
  /** Unescaped steps of the JSON pointer from the file to the root. */
  readonly pointer: readonly string[];
  readonly anchors: ReadonlyMap<string, Anchor>;
  /** The resource around it, whose dialect it has unless it names one. */
  readonly outer?: SchemaResource;
}

export interface Anchor {
  readonly place: Located;
  readonly pointer: readonly string[];
  /** A `$dynamicAnchor`: a `$dynamicRef` may lead to the outermost one of its name instead (core §7.7.2). */
  readonly isDynamic: boolean;
}

type OpenResource = SchemaResource & { readonly anchors: Map<string, Anchor> };

/** Members that hold values, not schemas: a text called `$id` in them names nothing. */
export const valueKeywords: ReadonlySet<string> = new Set(["enum", "const", "default", "example", "examples"]);
/** Members whose keys are names, not keywords. */
const maps: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "dependencies",
  "$defs",
  "definitions",
  "schemas",
]);

/** The URIs and anchors that schemas of the read files have: what a `$ref` may name beside a file and a pointer. */
export class Identifiers {
  readonly #byUri = new Map<string, SchemaResource>();
  readonly #ofObject = new WeakMap<object, SchemaResource>();
  readonly #unread: { readonly document: SourceDocument; readonly uri: string }[] = [];

  /**
   * Files without any identifier are passed over, which most descriptions are.
   *
   * @param text of the file
   * @param uri where it comes from
   */
  add(document: SourceDocument, text: string, uri: string): void {
    if (/\$(id|anchor|dynamicAnchor|schema)\b|\bjsonSchemaDialect\b/.test(text)) this.scan(document, uri, "$id");
    if (/\bid\b/.test(text)) this.#unread.push({ document, uri });
  }

  /** Draft 4 says `id`, which OpenAPI 3.0 does not have: nobody looks before all else failed. */
  readOldIds(): void {
    for (const { document, uri } of this.#unread.splice(0)) this.scan(document, uri, "id");
  }

  find(uri: string): SchemaResource | undefined {
    return this.#byUri.get(uri);
  }

  /** The innermost resource that the object (a schema, or anything in it) belongs to; none in files without identifiers. */
  resourceOf(object: unknown): SchemaResource | undefined {
    return typeof object === "object" && object !== null ? this.#ofObject.get(object) : undefined;
  }

  private scan(document: SourceDocument, uri: string, keyword: "$id" | "id"): void {
    const root = new Located(document, document.root);
    this.walk(root, [], this.open(uri, root, [], undefined), keyword, "keywords");
  }

  private open(uri: string, root: Located, pointer: readonly string[], outer: SchemaResource | undefined) {
    const resource: OpenResource = { uri, root, pointer, anchors: new Map(), ...(outer !== undefined && { outer }) };
    // The first of two with one URI counts, as the first of two equal keys does.
    if (!this.#byUri.has(uri)) this.#byUri.set(uri, resource);
    return resource;
  }

  private walk(
    at: Located,
    pointer: readonly string[],
    outer: OpenResource,
    keyword: "$id" | "id",
    keys: "keywords" | "names" | "values",
  ): void {
    if (typeof at.value !== "object" || at.value === null) return;
    const resource = keys === "keywords" ? this.enter(at, pointer, outer, keyword) : outer;
    this.#ofObject.set(at.value, resource);
    for (const [index, item] of at.items().entries())
      this.walk(item, [...pointer, String(index)], resource, keyword, keys);
    for (const [key, member] of at.entries()) {
      const inner =
        keys !== "keywords" ? keys : valueKeywords.has(key) ? "values" : maps.has(key) ? "names" : "keywords";
      this.walk(member, [...pointer, key], resource, keyword, keys === "names" ? "keywords" : inner);
    }
  }

  /** Reads the identifiers of what may be a schema. */
  private enter(at: Located, pointer: readonly string[], outer: OpenResource, keyword: "$id" | "id"): OpenResource {
    const isOld = keyword === "id";
    const id = at.get(keyword)?.value ?? at.get("$id")?.value;
    // Draft 4: beside a `$ref`, nothing counts.
    if (isOld && at.get("$ref") !== undefined) return outer;
    let resource = outer;
    if (typeof id === "string" && !id.startsWith("#")) {
      const uri = resolveUri(id, outer.uri);
      if (uri !== undefined) resource = this.open(uri, at, pointer, outer);
    } else if (typeof id === "string" && isOld) addAnchor(resource, id.slice(1), at, pointer, false);
    addAnchor(resource, at.get("$anchor")?.value, at, pointer, false);
    addAnchor(resource, at.get("$dynamicAnchor")?.value, at, pointer, true);
    return resource;
  }
}

function addAnchor(
  { anchors }: OpenResource,
  name: JsonValue | undefined,
  place: Located,
  pointer: readonly string[],
  isDynamic: boolean,
): void {
  if (typeof name === "string" && !anchors.has(name)) anchors.set(name, { place, pointer, isDynamic });
}

export function fileUri(file: string): string {
  return `file:///${file.split("/").map(encodeURIComponent).join("/")}`;
}

/** Absolute and without fragment; `undefined` when it is no URI. */
export function resolveUri(reference: string, base: string): string | undefined {
  if (reference === "") return base;
  try {
    return new URL(reference, base).href.replace(/#.*$/s, "");
  } catch {
    return undefined;
  }
}
