// Loaded into a server with `node --require`: ends it when standard input closes, which happens however the process that
// started it dies, kill -9 included. SIGTERM first, so that the server ends its requests.
process.stdin.once("end", end);
process.stdin.once("error", end);
process.stdin.resume();
process.stdin.unref();

function end() {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 5_000);
}
