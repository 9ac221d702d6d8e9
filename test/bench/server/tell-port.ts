/** Tells the bench that the server listens; from then on, answers each message with the CPU time that this process has used. */
export function tellPort(port: number): void {
  process.on("message", () => process.send?.(process.cpuUsage()));
  process.send?.(port);
}
