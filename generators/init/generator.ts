import { type NxJsonConfiguration, readNxJson, type Tree, updateNxJson, writeJson } from "@nx/devkit";
import { run } from "../../tools/process/run";

const plugin = "specline";
const syncGenerator = "specline:sync";

/**
 * Registers the plugin and its sync generator and hides its state from git. Where Nx has no nx.json yet, as after `npm init`, the
 * workspace is set up: nx.json, and what Nx and npm keep is hidden as well. Running it again changes nothing.
 */
export default async function init(tree: Tree): Promise<void> {
  const isNew = !tree.exists("nx.json");
  if (isNew) writeJson(tree, "nx.json", await newNxJson(tree.root));
  const nxJson: NxJsonConfiguration = readNxJson(tree) ?? {};
  const registered = addPlugin(addSyncGenerator(nxJson));
  if (registered !== nxJson) updateNxJson(tree, registered);
  ignore(tree, isNew ? ["node_modules/", ".nx/cache", ".nx/workspace-data", ".specline/"] : [".specline/"]);
}

/** Nothing leaves the machine unless the team says so. */
async function newNxJson(root: string): Promise<NxJsonConfiguration & { readonly $schema: string }> {
  const git = await run({ program: "git", arguments: ["symbolic-ref", "--short", "HEAD"], directory: root });
  const branch = git.exitCode === 0 ? git.stdout.trim() : "";
  return {
    $schema: "./node_modules/nx/schemas/nx-schema.json",
    defaultBase: branch === "" ? "main" : branch,
    analytics: false,
    neverConnectToCloud: true,
  };
}

/** Adds what no line of .gitignore covers, be it the folder itself or one above it. */
function ignore(tree: Tree, paths: readonly string[]): void {
  const text = tree.read(".gitignore", "utf8") ?? "";
  const there = new Set(text.split(/\r?\n/).map((line) => line.trim().replace(/^(\*\*)?\/|\/(\*{1,2})?$/g, "")));
  const isCovered = (path: string) => {
    const parts = path.replace(/\/$/, "").split("/");
    return parts.some((_, index) => there.has(parts.slice(0, index + 1).join("/")));
  };
  const missing = paths.filter((path) => !isCovered(path));
  if (missing.length === 0) return;
  tree.write(".gitignore", `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${missing.join("\n")}\n`);
}

function addPlugin(nxJson: NxJsonConfiguration): NxJsonConfiguration {
  const plugins = nxJson.plugins ?? [];
  const isThere = plugins.some((entry) => (typeof entry === "string" ? entry : entry.plugin) === plugin);
  return isThere ? nxJson : { ...nxJson, plugins: [...plugins, plugin] };
}

function addSyncGenerator(nxJson: NxJsonConfiguration): NxJsonConfiguration {
  const generators = nxJson.sync?.globalGenerators ?? [];
  if (generators.includes(syncGenerator)) return nxJson;
  return { ...nxJson, sync: { ...nxJson.sync, globalGenerators: [...generators, syncGenerator] } };
}
