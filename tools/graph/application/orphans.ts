import type { Tree } from "@nx/devkit";
import type { ApiConfig } from "../../workspace/project-config";
import { filesBelow } from "./files-below";

/** Handler files that no operation uses any more. */
export function orphanHandlers(
  tree: Tree,
  { directory, output = "src" }: Pick<ApiConfig, "directory" | "output">,
  handlers: Readonly<Record<string, string>>,
): readonly string[] {
  const used = new Set(Object.values(handlers).map((file) => `${directory}/${file}`));
  const resources = `${directory}/${output}/resources`;
  return filesBelow(tree, resources).filter((path) => {
    const parts = path.slice(resources.length + 1).split("/");
    const isHandler = parts.length === 3 && parts[1] === "handlers" && path.endsWith(".ts");
    return isHandler && !path.endsWith(".test.ts") && !used.has(path);
  });
}

const stub =
  /^import \{ notImplemented \} from "[./\w-]+";\nimport type \{ \w+ \} from "[./\w-]+";\n\nexport const (\w+): \w+ = async \(\) => notImplemented\("\1"\);\n$/;

/** Whether a handler is the stub to the letter. Any other text may be somebody's work, generated or not: it is never deleted. */
export function isUntouchedHandler(content: string): boolean {
  return stub.test(content.replaceAll("\r\n", "\n"));
}

/** What to tell about a handler that no operation uses. */
export function describeOrphan(path: string, openapiPath: string): string {
  return `${path} belongs to no operation any more and may not compile. Delete it when it is not needed; \`npx nx g route-from-spec ${openapiPath} --prune\` deletes untouched stubs.`;
}
