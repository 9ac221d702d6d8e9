import { isIdentifier } from "../text";

/** A handler exports a constant named like its file; it keeps both when its operation is renamed. */
export function exportedName(path: string): string {
  const name = path.split("/").at(-1)?.replace(/\.ts$/, "") ?? "";
  if (!isIdentifier(name)) throw new Error(`the name of ${path} is no identifier`);
  return name;
}
