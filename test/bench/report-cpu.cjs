// Loaded into every Node process of a contender: each adds its CPU time, in microseconds, to a file when it ends.
const { appendFileSync } = require("node:fs");

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  appendFileSync(process.env.BENCH_CPU_FILE, `${user + system}\n`);
});
