import ts from "typescript";
import type { EmittedFile } from "../../../tools/compiler/emit/emitted-file";
import { reservedFiles } from "../../../tools/compiler/emit/names/reserved";
import { pascalCase } from "../../../tools/compiler/emit/names/words";
import { marker } from "./hostile-texts";

/**
 * Where a text of the description became more than a text: one line for each place.
 *
 * @param known identifiers of the generator's own
 */
export function findEscapes(files: readonly EmittedFile[], known: ReadonlySet<string>): readonly string[] {
  return [...wrongPaths(files.map(({ path }) => path)), ...files.flatMap((file) => wrongContent(file, known))];
}

/** Every identifier that names a value, a type or a binding; keys of objects are not among them. */
export function identifiersIn({ path, content }: Pick<EmittedFile, "path" | "content">): ReadonlySet<string> {
  const found = new Set<string>();
  visit(parse(path, content), (node) => {
    if (ts.isIdentifier(node) && !isKey(node)) found.add(node.text);
  });
  return found;
}

export function wrongPaths(paths: readonly string[]): readonly string[] {
  const lower = paths.map((path) => path.toLowerCase());
  return paths.flatMap((path, index) => {
    const steps = path.split("/");
    const stems = steps.map((step) => step.split(".")[0]?.toLowerCase() ?? "");
    if (!/^[A-Za-z0-9_$./-]+$/.test(path)) return [`the path ${JSON.stringify(path)}`];
    if (steps.some((step) => /^\.*$|\.$/.test(step) || step.length > 255)) return [`the path ${path}`];
    if (stems.some((stem) => reservedFiles.has(stem))) return [`${path} cannot exist on Windows`];
    return lower.indexOf(path.toLowerCase()) === index ? [] : [`${path} is there twice`];
  });
}

function wrongContent(file: EmittedFile, known: ReadonlySet<string>): readonly string[] {
  const { path, content } = file;
  if (path.endsWith(".json")) return jsonProblems(path, content);
  const source = parse(path, content);
  const { parseDiagnostics } = source as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] };
  const problems = parseDiagnostics.map(
    (one) => `${path}: no TypeScript: ${ts.flattenDiagnosticMessageText(one.messageText, " ")}`,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
  const raw = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u.exec(content);
  if (raw !== null) problems.push(`${path}: a raw ${JSON.stringify(raw[0])} at ${raw.index}`);
  if (/\p{Cs}/u.test(content)) problems.push(`${path}: half a character`);
  visit(source, (node) => {
    if (ts.isIdentifier(node) && !isNameOfOurs(node, known)) problems.push(`${path}: the identifier ${node.text}`);
    else if (ts.isStringLiteral(node)) problems.push(...wrongStatement(node.text).map((one) => `${path}: ${one}`));
    else if (ts.isToken(node) && node.getText(source).includes(marker))
      problems.push(`${path}: ${node.getText(source)}`);
  });
  return problems;
}

function jsonProblems(path: string, content: string): readonly string[] {
  try {
    JSON.parse(content);
    return [];
  } catch (error) {
    return [`${path}: ${String(error)}`];
  }
}

/** A key may be any identifier that a property is called, so long as it is one; all others come from the mangler. */
function isNameOfOurs(node: ts.Identifier, known: ReadonlySet<string>): boolean {
  if (node.text.includes(marker)) return false;
  if (known.has(node.text) || isKey(node)) return true;
  // `orderRoutes` and `toOrder` are made of the type's name `Order`, `to_1st` of `_1st`.
  const type = capital(node.text.replace(/^to(?=_\d)/, ""));
  // A name that was cut, with `Input` or the like behind it, would be cut again.
  return type.length > 120 ? /^_?[A-Za-z0-9]+$/.test(type) && type.length < 250 : pascalCase(type, "x") === type;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function isKey(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node;
}

/** Of a text that is SQL, nothing hostile may be left when quoted names and literals are taken out. */
function wrongStatement(text: string): readonly string[] {
  if (!/^(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|SET|WHERE|VALUES|RETURNING|ON CONFLICT)\b|^"[\s\S]* = $/.test(text))
    return [];
  const rest = text.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, "");
  return rest.includes(marker) || /["'`;]|--|\/\*/.test(rest) ? [`the statement ${JSON.stringify(text)}`] : [];
}

function parse(path: string, content: string): ts.SourceFile {
  return ts.createSourceFile(path, content, ts.ScriptTarget.ES2022, true);
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}
