import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Writes a script that runs another one with our extension, and returns its path. A script cannot ask whether an extension is
 * there: k6 fails for one that it lacks even where the failure is caught, and an unedited script has to run on every k6.
 */
export function entryFor(scriptPath: string, workDirectory: string): string {
  const script = JSON.stringify(pathToFileURL(scriptPath).href);
  const extension = join(workDirectory, "use-extension.js");
  const entry = join(workDirectory, "entry.js");
  // Modules run in the order in which they are imported.
  writeFileSync(extension, 'import * as specline from "k6/x/specline";\n\nglobalThis.specline = specline;\n');
  writeFileSync(
    entry,
    // k6 looks the default up for each iteration; an own one is found at once.
    `import "./use-extension.js";\nimport flow from ${script};\n\nexport * from ${script};\nexport default flow;\n`,
  );
  return entry;
}
