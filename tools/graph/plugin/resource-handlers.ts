import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { list } from "./list-folder";
import { objectField, readJson, textField } from "./read-json";

export interface ResourceHandlers {
  /** Name of its folder in `slices` and in `src/resources`. */
  readonly resource: string;
  /** Handler files of its operations; one that was made under another tag is in another resource's folder. */
  readonly handlers: readonly string[];
  /** The same by operationId, where the slice has one. */
  readonly handlerOf: ReadonlyMap<string, string>;
  /** Whether its slice has a security scheme whose keys only the user has. */
  readonly takesKeys: boolean;
}

/** The resources that have a slice, with the handlers that the manifest of specline.json gives their operations. */
export function resourceHandlers(
  workspaceRoot: string,
  directory: string,
  specFolder: string,
): readonly ResourceHandlers[] {
  const manifest = objectField(readJson(workspaceRoot, posix.join(specFolder, "specline.json")), "handlers");
  return list(workspaceRoot, `${directory}/slices`)
    .map(({ name }) => name)
    .filter((resource) => existsSync(join(workspaceRoot, directory, "slices", resource, "slice.json")))
    .sort()
    .map((resource) => {
      const slice = readJson(workspaceRoot, `${directory}/slices/${resource}/slice.json`);
      const found = Object.keys(objectField(slice, "operations")).flatMap((operation) => {
        const file = textField(manifest, operation);
        return file === undefined
          ? []
          : [
              {
                file: posix.join(directory, file),
                id: textField(objectField(objectField(slice, "operations"), operation), "operationId"),
              },
            ];
      });
      return {
        resource,
        handlers: found.map(({ file }) => file),
        takesKeys: Object.keys(objectField(slice, "securitySchemes")).some((name) =>
          /^(apiKey|basic)$/.test(textField(objectField(objectField(slice, "securitySchemes"), name), "kind") ?? ""),
        ),
        handlerOf: new Map(found.flatMap(({ file, id }) => (id === undefined ? [] : [[id, file] as const]))),
      };
    });
}
