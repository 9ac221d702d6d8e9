// Starts one program and ends it when the other end of file descriptor 3 closes: that happens however our own process dies, kill -9 included.
// Plain CommonJS, because it runs in a Node of its own. The request is the first argument, as JSON; it holds no secret.
const { spawn } = require("node:child_process");
const { openSync, rmSync } = require("node:fs");
const { Socket } = require("node:net");

const request = JSON.parse(process.argv[2]);
const log = openSync(request.logPath, "a", 0o600);
const child = spawn(request.program, request.arguments, {
  cwd: request.directory,
  env: request.environment,
  stdio: ["ignore", log, log],
  ...(request.user === undefined ? {} : request.user),
});

child.once("error", (error) => {
  process.stdout.write(`failed ${error.message}\n`);
  process.exit(1);
});
child.once("spawn", () => process.stdout.write(`pid ${child.pid} watcher ${process.pid}\n`));
child.once("exit", (code, signal) => {
  if (request.removeOnEnd !== undefined) rmSync(request.removeOnEnd, { recursive: true, force: true });
  process.stdout.write(`exit ${code ?? signal}\n`, () => process.exit(0));
});

let isEnding = false;
function end() {
  if (isEnding) return;
  isEnding = true;
  for (const [index, signal] of request.stopSignals.entries()) {
    setTimeout(() => child.kill(signal), index * request.graceMs).unref();
  }
  // Keeps this process alive until the program is gone.
  setInterval(() => {}, 1_000);
}

const lifeline = new Socket({ fd: 3 });
lifeline.once("end", end);
lifeline.once("error", end);
lifeline.resume();
// Our parent may be gone: writing to its pipe must not end the watcher before the program.
process.stdout.on("error", () => {});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
