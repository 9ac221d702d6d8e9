// tsc copies no other files: schemas, the watcher, the Go modules and the report's style belong to the package too,
// and so does the TypeScript that is copied into applications.
import { cpSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

for (const folder of ["generators", "executors", "tools"]) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const source = join(folder, name);
    if (statSync(source).isFile() && isAsset(source.replaceAll("\\", "/"))) cpSync(source, join("dist", source));
  }
}

function isAsset(path) {
  return !path.endsWith(".ts") || (path.startsWith("tools/compiler/emit/runtime/") && !path.endsWith(".test.ts"));
}
