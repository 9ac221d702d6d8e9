import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * The process that listens on a port of this machine. `undefined`: nobody does, it is another user's, or there is no /proc.
 */
export function findListener(port: number): number | undefined {
  const inodes = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) => listeningInodes(path, port)));
  if (inodes.size === 0) return undefined;
  const pids = list("/proc").filter((name) => /^\d+$/.test(name));
  const pid = pids.find((one) => list(`/proc/${one}/fd`).some((fd) => inodes.has(socketOf(`/proc/${one}/fd/${fd}`))));
  return pid === undefined ? undefined : Number(pid);
}

/** proc(5) net/tcp: local address in hex, remote address, state (0A: LISTEN), …, inode as the tenth field. */
function listeningInodes(path: string, port: number): readonly string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  return attempt(() => readFileSync(path, "utf8"), "")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === "0A" && fields[1]?.endsWith(`:${hex}`))
    .map((fields) => `socket:[${fields[9]}]`);
}

function list(path: string): readonly string[] {
  return attempt(() => readdirSync(path), []);
}

function socketOf(path: string): string {
  return attempt(() => readlinkSync(path), "");
}

/** Processes end while they are looked at, and those of other users cannot be. */
function attempt<Value>(look: () => Value, otherwise: Value): Value {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
