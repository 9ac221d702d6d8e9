const graceMs = 20_000;
const pollMs = 500;

let isWatching = false;

/**
 * Ends this process in order when the one that forked it is gone, kill -9 of Nx included: Nx forks each task with an IPC channel, and
 * the kernel closes it however Nx ends. What the task started ends with it (docs/decisions/0404). SIGTERM is sent to ourselves, so
 * that this way out is that of every other stop; SIGKILL follows when it takes too long. May be called again.
 *
 * A process that was not forked, such as Nx itself, may outlive who started it (`nohup`), so nothing is watched there.
 */
export function endWithParent(): void {
  if (isWatching || process.send === undefined) return;
  isWatching = true;
  const parent = process.ppid;
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    clearInterval(poll);
    // Nobody reads what we print any more, and that must not end us before what we started.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    setTimeout(() => process.kill(process.pid, "SIGKILL"), graceMs).unref();
    process.kill(process.pid, "SIGTERM");
  };
  // The channel may be inherited by another process of the parent, which keeps it open: then the parent's number tells.
  const poll = setInterval(() => {
    if (process.ppid !== parent) end();
  }, pollMs);
  poll.unref();
  process.once("disconnect", end);
  // Gone before we came here. The signal waits for handlers that the caller is about to set.
  if (!process.connected) setImmediate(end);
}
