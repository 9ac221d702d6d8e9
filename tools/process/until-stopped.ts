import { endWithParent } from "./end-with-parent";

export interface StopRequest {
  /** Resolves when this process is asked to end: SIGTERM from Nx, SIGINT from Ctrl-C, SIGHUP from a closed terminal, Nx gone. */
  readonly stopped: Promise<void>;
  /** Whether it was asked by now. */
  readonly isStopped: () => boolean;
  dispose(): void;
}

/** Takes over the signals that ask to end, so that what was started is ended in order. */
export function untilStopped(): StopRequest {
  endWithParent();
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
  let isStopped = false;
  let resolveStopped: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    resolveStopped = resolve;
  });
  const onSignal = () => {
    isStopped = true;
    resolveStopped();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    stopped,
    isStopped: () => isStopped,
    dispose() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
