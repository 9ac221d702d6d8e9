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

/** A handler that is still as it was generated for an operation without a table. */
export function isUntouchedStub(content: string): boolean {
  const stub =
    /^import \{ notImplemented \} from "[./\w-]+";\nimport type \{ \w+ \} from "[./\w-]+";\n\nexport const (\w+): \w+ = async \(\) => notImplemented\("\1"\);\n$/;
  return stub.test(content.replaceAll("\r\n", "\n"));
}
