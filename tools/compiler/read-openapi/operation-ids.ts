import type { Operation } from "../model/operation";
import type { Located } from "./located";
import type { Reading } from "./reading";

/** Gives each operation its id: its own, checked to be unique, or one derived from method and path. */
export class OperationIds {
  readonly #places = new Map<string, Located>();
  readonly #derived = new Set<string>();

  constructor(private readonly reading: Reading) {}

  /** The result may be asked for when all operations were added: a derived id gives way to every written one. */
  add(operation: Omit<Operation, "id">, id: string | undefined, at: Located): () => Operation {
    if (id === undefined || id === "") return () => ({ id: this.derive(operation, at), ...operation });
    const first = this.#places.get(id)?.span;
    if (first === undefined) this.#places.set(id, at);
    else {
      const place = `${first.file}:${first.line}:${first.column}`;
      this.reading.report("openapi/duplicate-operation-id", at, { id, first: place });
    }
    return () => ({ id, ...operation });
  }

  private derive({ method, path }: Omit<Operation, "id">, at: Located): string {
    const words = path.text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
    const base = method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
    let id = base;
    for (let suffix = 2; this.#places.has(id) || this.#derived.has(id); suffix++) id = `${base}${suffix}`;
    this.#derived.add(id);
    this.reading.report("openapi/missing-operation-id", at, { method: method.toUpperCase(), path: path.text, id });
    return id;
  }
}
