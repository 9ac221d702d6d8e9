import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { must } from "./command";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of this run, outside the repository; gone at its end. */
    readonly scratch: string;
    /** The plugin as npm would publish it. */
    readonly tarball: string;
  }
}

const root = join(__dirname, "../../..");

/** Packs the plugin once per run. Workspaces are installed from it by the first test that needs one. */
export default async function setup(project: TestProject): Promise<() => void> {
  const scratch = mkdtempSync(join(tmpdir(), "specline-e2e-"));
  const packed = await must(root, "npm", ["pack", "--json", "--pack-destination", scratch]);
  const [{ filename }] = JSON.parse(packed.slice(packed.indexOf("[\n"))) as [{ filename: string }];
  project.provide("scratch", scratch);
  project.provide("tarball", join(scratch, filename));
  return () => rmSync(scratch, { recursive: true, force: true });
}
