import { member, text } from "./expect";
import type { Located } from "./located";
import type { Reading } from "./reading";

/** Path of the first server's URL, its variables replaced by their defaults, without a trailing slash. */
export function readBasePath(reading: Reading, root: Located): string {
  const server = member(reading, root, "servers", "list")?.items()[0];
  if (server === undefined) return "";
  const url = text(reading, server, "url") ?? "";
  const filled = url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const standard = server.get("variables")?.get(name)?.get("default")?.value;
    return standard === undefined ? whole : String(standard);
  });
  const withoutHost = filled.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i, "").replace(/[?#].*$/, "");
  const path = withoutHost.replace(/\/+$/, "");
  return path === "" || path.startsWith("/") ? path : `/${path}`;
}
