/** Options of the plugin's entry in nx.json. */
export interface PluginOptions {
  /** Folders that hold a spec each; `*` stands for one path segment. */
  readonly specs: readonly string[];
  /** Where an API's application lives until its specline.json says otherwise; `*` stands for the API's folder name. */
  readonly apps: string;
}

const defaultPluginOptions: PluginOptions = { specs: ["specs/*"], apps: "apps/*" };

/** Fills what is missing or unusable with the default: a wrong option must not stop every command of Nx. */
export function readPluginOptions(raw: unknown): PluginOptions {
  const { specs, apps } = (typeof raw === "object" && raw !== null ? raw : {}) as Record<string, unknown>;
  const globs = (Array.isArray(specs) ? specs : [specs]).filter((glob): glob is string => typeof glob === "string");
  return {
    specs: globs.length > 0 ? globs.map(trimSlashes) : defaultPluginOptions.specs,
    apps: typeof apps === "string" && apps.includes("*") ? trimSlashes(apps) : defaultPluginOptions.apps,
  };
}

function trimSlashes(path: string): string {
  return path.replace(/^(\.?\/)+|\/+$/g, "");
}
