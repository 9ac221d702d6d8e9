import type { Tree } from "@nx/devkit";
import { configFor, readConfig } from "./api-config";
import { databasesOf } from "./spec-folders";

type Given = Omit<Parameters<typeof configFor>[2], "defaultDatabase">;

/** The configuration of an API, linked to the only database where there is one, and a line that tells a choice nobody made. */
export function chooseDatabase(
  tree: Tree,
  openapiPath: string,
  options: Given,
): { readonly config: ReturnType<typeof configFor>; readonly note?: string } {
  const databases = databasesOf(tree);
  const [only] = databases.length === 1 ? databases : [];
  const config = configFor(tree, openapiPath, { ...options, defaultDatabase: only });
  const { database } = config;
  const isGiven = options.database !== undefined || readConfig(tree, openapiPath)?.database !== undefined;
  if (database !== undefined && !isGiven) {
    return { config, note: `Linked to ${database}, the only database here; --database=none switches that off.` };
  }
  if (database !== undefined || config.withoutDatabase || databases.length < 2) return { config };
  const names = databases.join(", ");
  return { config, note: `Linked to no database. Choose one with --database=<name>: ${names}; or --database=none.` };
}
