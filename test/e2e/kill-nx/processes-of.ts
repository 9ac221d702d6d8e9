import { readdirSync, readFileSync } from "node:fs";
import { isAlive } from "../../../tools/process/is-alive";

/** Living processes whose command or environment names a folder: pid and command. Linux only. */
export function processesOf(folder: string): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const command = read(pid, "cmdline");
      const isOurs = command.includes(folder) || read(pid, "environ").includes(folder);
      return isOurs && isAlive(Number(pid)) ? [`${pid} ${command.slice(0, 200)}`] : [];
    });
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
