import type { Tree } from "@nx/devkit";
import type { Application } from "../../compiler/emit/emit-application";

/** What to add by hand to an edited `src/server.ts` that was written before operations were linked to tables. */
export function serverNotes(tree: Tree, directory: string, { hasDatabase }: Application): readonly string[] {
  const path = `${directory}/src/server.ts`;
  if (!hasDatabase || !tree.exists(path) || /\bdb\b/.test(tree.read(path, "utf8") ?? "")) return [];
  return [
    [
      `${path} has been edited and gives handlers no database. Add to it:`,
      '  import { createDatabase } from "./generated/runtime/database.js";',
      "  const db = createDatabase(configuration.databaseUrl);",
      "  createServer({ …, checkReady: db.checkReady, close: db.close })",
      "  register(app, handlers, { …, db })",
    ].join("\n"),
  ];
}
