import { createHash } from "node:crypto";
import type { JsonValue } from "../model/json-value";
import { joinPath } from "./reference-key";
import { parseJson } from "./source/parse-json";

export type RemoteCopy =
  | { readonly kind: "copy"; readonly file: string }
  /** The text is not the one that was fetched. */
  | { readonly kind: "changed"; readonly file: string }
  | { readonly kind: "none" };

/**
 * The committed copies of documents on other hosts, which `remote/index.json` beside the description lists. Nothing else of
 * the network is ever read, so that the same commit always means the same.
 */
export class RemoteCopies {
  /** Documents without a copy, in order of their first reference. */
  readonly missing = new Set<string>();
  readonly #urls = new Map<string, string>();
  #index: JsonValue | undefined;

  constructor(
    private readonly mainFile: string,
    private readonly readText: (path: string) => string | undefined,
  ) {}

  /** Where a document comes from whose copy this file is. */
  urlOf(file: string): string | undefined {
    return this.#urls.get(file);
  }

  /** URLs of the documents of which the copies were read. */
  get used(): readonly string[] {
    return [...this.#urls.values()];
  }

  copyOf(url: string): RemoteCopy {
    const entry = member(member(this.index(), "documents"), url);
    const [name, hash] = [member(entry, "file"), member(entry, "sha256")];
    const file = typeof name === "string" ? joinPath(this.mainFile, `remote/${name}`) : undefined;
    const text = file === undefined ? undefined : this.readText(file);
    if (file === undefined || text === undefined) {
      this.missing.add(url);
      return { kind: "none" };
    }
    this.#urls.set(file, url);
    return { kind: createHash("sha256").update(text).digest("hex") === hash ? "copy" : "changed", file };
  }

  private index(): JsonValue {
    if (this.#index !== undefined) return this.#index;
    const path = joinPath(this.mainFile, "remote/index.json");
    const text = path === undefined ? undefined : this.readText(path);
    const parsed = text === undefined ? undefined : parseJson(text);
    this.#index = parsed !== undefined && "root" in parsed ? parsed.root : {};
    return this.#index;
  }
}

function member(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as { readonly [key: string]: JsonValue })[key] : undefined;
}
