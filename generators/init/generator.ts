import { type NxJsonConfiguration, readNxJson, type Tree, updateNxJson } from "@nx/devkit";

const plugin = "specline";
const syncGenerator = "specline:sync";
const ignored = ".specline/";

/** Registers the plugin and its sync generator and hides its state from git. Running it again changes nothing. */
export default async function init(tree: Tree): Promise<void> {
  const nxJson: NxJsonConfiguration = readNxJson(tree) ?? {};
  const registered = addPlugin(addSyncGenerator(nxJson));
  if (registered !== nxJson) updateNxJson(tree, registered);

  const lines = tree.read(".gitignore", "utf8") ?? "";
  if (!/^\/?\.specline\/?$/m.test(lines)) {
    tree.write(".gitignore", `${lines}${lines === "" || lines.endsWith("\n") ? "" : "\n"}${ignored}\n`);
  }
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
