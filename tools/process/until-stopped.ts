/** Resolves when this process is asked to end: SIGTERM from Nx, SIGINT from Ctrl-C, SIGHUP from a closed terminal. */
export function untilStopped(): { readonly stopped: Promise<NodeJS.Signals>; dispose(): void } {
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
  let onSignal: (signal: NodeJS.Signals) => void = () => {};
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    onSignal = resolve;
  });
  for (const signal of signals) process.on(signal, onSignal);
  return {
    stopped,
    dispose() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
