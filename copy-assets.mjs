// tsc copies no other files: schemas, the watcher, the Go modules and the report's style belong to the package too,
// and so does the TypeScript that is copied into applications.
import { cpSync, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const assets = ["generators", "executors", "tools"].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && isAsset(path.replaceAll("\\", "/"))),
);
const collisions = assets.filter((path) => isCompiled(path));
if (collisions.length > 0) {
  console.error(
    `In dist, these would overwrite what is compiled from the .ts file beside them: ${collisions.join(", ")}`,
  );
  process.exit(1);
}
for (const path of assets) cpSync(path, join("dist", path));

function isAsset(path) {
  return !path.endsWith(".ts") || (isRunTime(path) && !path.endsWith(".test.ts"));
}

function isRunTime(path) {
  return path.replaceAll("\\", "/").startsWith("tools/compiler/emit/runtime/");
}

/** Whether tsc writes a file of the same name. What goes into applications is copied and not compiled. */
function isCompiled(path) {
  if (isRunTime(path)) return false;
  const source = path.replace(/\.([mc]?)js$/, ".$1ts");
  return source !== path && existsSync(source);
}
