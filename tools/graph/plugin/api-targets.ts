import type { TargetConfiguration } from "@nx/devkit";

export interface ApiPlace {
  readonly project: string;
  readonly folder: string;
  /** Root of the generated application. */
  readonly directory: string;
  /** Folder below it in which `generated` and `resources` are. */
  readonly output: string;
  /** Whether the service is generated, so that Nx can start it; else only its load tests are. */
  readonly isServed: boolean;
  /** Folder and project of the database that operations are linked to. */
  readonly database?: { readonly folder: string; readonly project: string };
}

/** What can be done with an API description and the application that was made from it. */
export function apiTargets(api: ApiPlace): Readonly<Record<string, TargetConfiguration>> {
  const specs = [api.folder, ...(api.database === undefined ? [] : [api.database.folder])];
  const all = [...specs, api.directory].map((folder) => `{workspaceRoot}/${folder}/**/*`);
  const once = (executor: string, description: string): TargetConfiguration => ({
    executor: `specline:${executor}`,
    cache: false,
    inputs: all,
    metadata: { description },
  });
  const ofAll = {
    check: once("check", "Check the description against its rules, the schema and the code"),
    load: once("load", "Send load to any URL, or to the operations of the description"),
  };
  if (!api.isServed) return ofAll;
  return {
    serve: {
      ...once("serve", "Build and start the service on a free port, for load tests"),
      options: { directory: api.directory },
      continuous: true,
      readyWhen: { logMatches: `specline: ${api.project} is ready` },
      // `inputs: false`: what the database is made of reaches a load test through its slice, not through this edge.
      dependsOn:
        api.database === undefined
          ? []
          : [{ projects: [api.database.project], target: "start", waitFor: "ready", inputs: false }],
    },
    ...ofAll,
    typecheck: {
      ...once("typecheck", "Check the types of the application"),
      options: { directory: api.directory },
    },
  };
}
