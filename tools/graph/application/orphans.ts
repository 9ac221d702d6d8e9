import type { Tree } from "@nx/devkit";
import { filesBelow } from "./files-below";

/** Handler files that no operation uses any more. */
export function orphanHandlers(
  tree: Tree,
  directory: string,
  handlers: Readonly<Record<string, string>>,
): readonly string[] {
  const used = new Set(Object.values(handlers).map((file) => `${directory}/${file}`));
  const resources = `${directory}/src/resources`;
  return filesBelow(tree, resources).filter((path) => {
    const parts = path.slice(resources.length + 1).split("/");
    const isHandler = parts.length === 3 && parts[1] === "handlers" && path.endsWith(".ts");
    return isHandler && !path.endsWith(".test.ts") && !used.has(path);
  });
}

const stub =
  /^import \{ notImplemented \} from "[./\w-]+";\nimport type \{ \w+ \} from "[./\w-]+";\n\nexport const (\w+): \w+ = async \(\) => notImplemented\("\1"\);\n$/;

/** Every line that a linked handler can have; see `emitHandler`. */
const linkedLines = [
  /^import \{ notFound \} from "[./\w-]+\/runtime\/problem\.js";$/,
  /^import type \{ \w+ \} from "\.\.\/generated\/types\.js";$/,
  /^import \* as queries from "\.\.\/generated\/queries\.js";$/,
  /^export const \w+: \w+ = async \((_input|\{ [\w, ]+ \}), \{ [\w, ]+ \}\) => \{$/,
  /^ {2}(const \w+ = )?await queries\.\w+\([\w, ]+\);$/,
  /^ {2}if \(!\(await queries\.\w+\([\w, ]+\)\)\) throw notFound\("There is no such [a-z0-9 ]+\."\);$/,
  /^ {2}if \(\w+ === undefined\) throw notFound\("There is no such [a-z0-9 ]+\."\);$/,
  /^ {2}return \{( status: \d+(, body: [^;]+)? \};)?$/,
  /^ {4}status: \d+,$/,
  /^ {4}headers: \{ location: `\$\{requestPath\}\/\$\{\w+(\.\w+|\["[^"]+"\])\}` \},$/,
  /^ {4}body: (\w+|\{ data: \w+(\.items)?(, meta: \{ [\w.:, ]+ \})? \}),$/,
  /^( {2})?\};$/,
  /^$/,
];

/** A handler that is still as it was generated: a stub, or nothing but the lines that answer with a query. */
export function isUntouchedHandler(content: string): boolean {
  const text = content.replaceAll("\r\n", "\n");
  if (stub.test(text)) return true;
  const isLinked = text.includes("await queries.");
  return isLinked && text.split("\n").every((line) => linkedLines.some((pattern) => pattern.test(line)));
}

/** What to tell about a handler that no operation uses. */
export function describeOrphan(path: string, openapiPath: string): string {
  return `${path} belongs to no operation any more and may not compile. If nobody edited it, \`npx nx g route-from-spec ${openapiPath} --prune\` deletes it.`;
}
