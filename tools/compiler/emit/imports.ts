import { type Code, code, identifier, join, nothing, stringLiteral } from "./text";

interface Imported {
  readonly name: string;
  /** Name in this file. */
  readonly as: string;
  readonly isType: boolean;
}

/** Collects what a file uses and prints the import statements, in order of path and name. */
export class Imports {
  readonly #files = new Map<string, Map<string, Imported>>();
  readonly #namespaces = new Map<string, string>();

  type(name: string, from: string): Code {
    return this.#add(name, from, true, name);
  }

  value(name: string, from: string, as = name): Code {
    return this.#add(name, from, false, as);
  }

  namespace(name: string, from: string): Code {
    this.#namespaces.set(from, name);
    return identifier(name);
  }

  print(): Code {
    const paths = [...new Set([...this.#files.keys(), ...this.#namespaces.keys()])].sort(byPath);
    if (paths.length === 0) return nothing;
    return code`${join(
      paths.flatMap((path) => this.#statements(path)),
      "\n",
    )}\n\n`;
  }

  #add(name: string, from: string, isType: boolean, as: string): Code {
    const file = this.#files.get(from) ?? new Map<string, Imported>();
    this.#files.set(from, file);
    const known = file.get(name);
    file.set(name, { name, as, isType: isType && (known?.isType ?? true) });
    return identifier(as);
  }

  #statements(path: string): Code[] {
    const from = stringLiteral(path);
    const namespace = this.#namespaces.get(path);
    const statements = namespace === undefined ? [] : [code`import * as ${identifier(namespace)} from ${from};`];
    const imported = [...(this.#files.get(path)?.values() ?? [])].sort((a, b) => byName(a.name, b.name));
    if (imported.length === 0) return statements;
    if (imported.every(({ isType }) => isType)) {
      return [...statements, code`import type ${braces(imported.map(specifier))} from ${from};`];
    }
    const names = imported.map((one) => (one.isType ? code`type ${specifier(one)}` : specifier(one)));
    return [...statements, code`import ${braces(names)} from ${from};`];
  }
}

function specifier({ name, as }: Imported): Code {
  return name === as ? identifier(name) : code`${identifier(name)} as ${identifier(as)}`;
}

function braces(names: readonly Code[]): Code {
  const line = code`{ ${join(names, ", ")} }`;
  return line.text.length < 90 ? line : code`{\n  ${join(names, ",\n")},\n}`;
}

/** Packages before files; farther files before nearer ones. */
function byPath(a: string, b: string): number {
  return depth(b) - depth(a) || byName(a, b);
}

function depth(path: string): number {
  if (!path.startsWith(".")) return 100;
  return path.split("/").filter((part) => part === "..").length;
}

function byName(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : a < b ? -1 : a > b ? 1 : 0;
}
