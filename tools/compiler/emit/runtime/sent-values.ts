import { readTemplate } from "./path-template.js";

/**
 * The values of a template's parameters as they stand in a path that was sent. Those that share a segment with something else
 * are left out.
 *
 * @param path such as `/v1/pets/1,2`; it may begin with what the template does not have
 */
export function sentValues(template: string, path: string): Readonly<Record<string, string>> {
  const segments = readTemplate(template);
  const sent = path.split("/").slice(-segments.length);
  const found = Object.create(null) as Record<string, string>;
  for (const [index, { parts }] of segments.entries()) {
    const [part, ...others] = parts;
    const text = sent[index];
    if (part?.kind === "parameter" && others.length === 0 && text !== undefined) found[part.name] = text;
  }
  return found;
}
