import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** One change that a developer may make, and the resources whose load test it can have changed. */
export interface Edit {
  readonly name: string;
  readonly apply: (files: Files) => void;
  /** Names of resources, sorted. */
  readonly expected: readonly string[];
}

export const spec = "specs/shop/openapi.yaml";
export const schema = "specs/db/schema.sql";
export const app = "apps/shop";
export const everyResource = ["customers", "invoices", "orders", "products", "reviews", "status"] as const;

/** The working tree of the fixture. An edit that no longer fits the fixture throws, so that none passes by doing nothing. */
export class Files {
  constructor(readonly directory: string) {}

  read(path: string): string {
    return readFileSync(join(this.directory, path), "utf8");
  }

  write(path: string, text: string): void {
    if (existsSync(join(this.directory, path)) && this.read(path) === text) throw new Error(`${path} would not change`);
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), text);
  }

  append(path: string, text: string): void {
    this.write(path, this.read(path) + text);
  }

  /** Replaces the one place where `before` stands. */
  replace(path: string, before: string, after: string): void {
    const parts = this.read(path).split(before);
    if (parts.length !== 2) throw new Error(`${path}: ${parts.length - 1} places hold ${JSON.stringify(before)}`);
    this.write(path, parts.join(after));
  }

  /** Cuts from the first `from` up to the next `to`, which stays. */
  cut(path: string, from: string, to: string): void {
    const text = this.read(path);
    const start = text.indexOf(from);
    const end = text.indexOf(to, start + from.length);
    if (start < 0 || end < 0) throw new Error(`${path}: cannot cut from ${JSON.stringify(from)}`);
    this.write(path, text.slice(0, start) + text.slice(end));
  }

  remove(path: string): void {
    rmSync(join(this.directory, path), { recursive: true });
  }
}
