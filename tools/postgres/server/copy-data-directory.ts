import { run } from "../../process/run";
import { makeFolderOnceAsync } from "./make-folder-once";

/** `cp -a` keeps owner and modes; Node's own copy is several times slower on a data directory. */
export async function copyDataDirectory(from: string, to: string): Promise<void> {
  await makeFolderOnceAsync(to, async (target) => {
    const outcome = await run({ program: "cp", arguments: ["-a", from, target], directory: "/" });
    if (outcome.exitCode !== 0) throw new Error(`copying ${from} failed: ${outcome.summary}`);
  });
}
