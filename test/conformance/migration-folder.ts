import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Shadow, ShadowDatabase } from "../../tools/postgres/shadow";
import { readScript } from "../../tools/schema-engine/migrations/read-script";
import { loadFiles } from "../../tools/schema-engine/source/load-files";
import { replayScript } from "../../tools/schema-engine/source/replay";
import { corpus } from "./pairs";

const parent = join(corpus, "sql/migrations");

const preludes: Readonly<Record<string, string>> = {
  "supabase-auth":
    "CREATE SCHEMA auth; CREATE ROLE postgres_auth; CREATE ROLE anon; CREATE ROLE authenticated; CREATE ROLE service_role;",
};

/** What a folder expects to be there before its first file. */
export function preludeOf(name: string): string {
  return preludes[name] ?? "";
}

/** Names of the folders of published migrations; empty when the corpus is not there. */
export function migrationFolders(): readonly string[] {
  if (existsSync(parent)) return readdirSync(parent).sort();
  console.log("skipped: no corpus of migrations (set SPECLINE_CORPUS)");
  return [];
}

export interface WalkedFile {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  /** Everything before this file has run here. It must stay as it is, and nobody must be connected afterwards. */
  readonly database: ShadowDatabase;
}

/** Calls `visit` before each up file of a folder runs. */
export async function walkFolder(
  shadow: Shadow,
  name: string,
  visit: (file: WalkedFile) => Promise<void>,
): Promise<void> {
  const folder = join(parent, name);
  const database = await loadFiles(shadow, [{ path: "prelude.sql", text: preludeOf(name) }]);
  for (const file of upFiles(folder)) {
    const text = readFileSync(join(folder, file), "utf8");
    await visit({ folder, file, text, database });
    const client = await shadow.connect(database);
    await replayScript(client, await readScript({ path: file, text })).finally(() => client.end());
  }
  await shadow.dropDatabase(database);
}

export function upFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((one) => /(?<!\.down)\.sql$/.test(one))
    .sort();
}
