// With `fork`: stands for Nx, and forks this program as a task. Without: the task, which takes its time to stop and tells of it in a file.
const { writeFileSync } = require("node:fs");
const { fork } = require("node:child_process");

const [path, isForking] = process.argv.slice(2);
if (isForking) {
  fork(__filename, [path], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
} else {
  require("@swc-node/register");
  const { untilStopped } = require("../../../tools/process/until-stopped");
  const alive = setInterval(() => {}, 1_000);
  process.on("message", () => {});
  untilStopped().stopped.then(() => {
    // Nobody reads this, and it must not keep the rest from being done.
    process.stdout.write("stopping\n");
    setTimeout(() => {
      writeFileSync(path, "stopped in order");
      clearInterval(alive);
      process.exit();
    }, 50);
  });
  process.stdout.write(`ready ${process.pid}\n`);
}
