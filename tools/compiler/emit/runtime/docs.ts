import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Outgoing } from "./outgoing.js";

/** The page of the API's description; `undefined`: the path is none of its files. */
export type Docs = (path: string) => Promise<Outgoing | undefined>;

export interface DocsOptions {
  readonly title: string;
  /** The OpenAPI document as JSON text; asked for when somebody looks at the page. */
  readonly description: () => Promise<string>;
}

const assets: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

/**
 * `/-/docs/`: the description in Swagger UI. Everything comes from the service itself, so it works offline, and no script runs
 * but the two that are served here.
 */
export function createDocs({ title, description }: DocsOptions): Docs {
  const page = pageOf(title);
  return async (path) => {
    if (path === "/-/docs") return { status: 308, headers: { location: "/-/docs/" }, body: undefined };
    if (path === "/-/docs/") return file("text/html; charset=utf-8", page);
    if (path === "/-/docs/openapi.json") return file("application/json; charset=utf-8", await description());
    if (path === "/-/docs/start.js") return file("text/javascript; charset=utf-8", start);
    const name = path.startsWith("/-/docs/") ? path.slice("/-/docs/".length) : "";
    const type = Object.hasOwn(assets, name) ? assets[name] : undefined;
    return type === undefined ? undefined : file(type, readFileSync(join(await assetFolder(), name)));
  };
}

/** This file of the package only says where the others are; it has no types, and the main file would load the page's scripts. */
async function assetFolder(): Promise<string> {
  const { default: absolutePath } = (await import("swagger-ui-dist/absolute-path.js" as string)) as {
    readonly default: () => string;
  };
  return absolutePath();
}

function file(type: string, body: string | Uint8Array): Outgoing {
  return { status: 200, headers: { "content-type": type, "content-security-policy": policy }, body };
}

/** Swagger UI sets styles from its scripts and has pictures in its style sheet. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const start = `SwaggerUIBundle({ url: "openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });\n`;

/** Swagger UI has no dark style: all is inverted, but for hues, and what was dark already. */
const dark = `@media (prefers-color-scheme: dark) {
      html { background: #1b1b1b; color-scheme: dark }
      #docs { filter: invert(0.88) hue-rotate(180deg) }
      #docs .topbar, #docs .microlight, #docs img { filter: invert(1) hue-rotate(180deg) }
    }`;

function pageOf(title: string): string {
  const safe = title.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${safe}</title>
    <link rel="icon" href="favicon-32x32.png">
    <link rel="stylesheet" href="swagger-ui.css">
    <style>${dark}</style>
  </head>
  <body>
    <div id="docs"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`;
}
