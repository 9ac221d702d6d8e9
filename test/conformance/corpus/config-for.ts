import type { FrameworkName } from "../../../tools/compiler/emit/routes/frameworks";
import type { ApiConfig } from "../../../tools/workspace/project-config";

export function configFor(framework: FrameworkName): ApiConfig {
  return { kind: "api", framework, directory: "app", granularity: "resource", handlers: {} };
}
