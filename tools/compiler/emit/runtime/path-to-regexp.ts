import { encodeLiteral } from "./address.js";
import { readTemplate } from "./path-template.js";
import type { RouterPath } from "./router-path.js";

/** A path as path-to-regexp writes it, which the routers of Express and Koa use. */
export function toPathToRegexp(path: string): RouterPath {
  const parameters = new Map<string, string>();
  const text = readTemplate(path).map(({ parts }) =>
    parts
      .map((part, index) => {
        if (part.kind === "literal") return encodeLiteral(part.text).replace(/[{}()[\]+?!:*\\]/g, "\\$&");
        const name = `p${parameters.size + 1}`;
        parameters.set(name, part.name);
        // Without quotes the name would go on into letters that follow it.
        return index + 1 < parts.length ? `:"${name}"` : `:${name}`;
      })
      .join(""),
  );
  return { text: `/${text.join("/")}`, parameters };
}
