import { homedir } from "node:os";
import { join } from "node:path";

/** Shared by all workspaces of a user: builds of k6 and Atlas, initdb templates. XDG Base Directory Specification 0.8. */
export function cacheDirectory(): string {
  const base = process.env.XDG_CACHE_HOME;
  return join(base?.startsWith("/") ? base : join(homedir(), ".cache"), "specline");
}
