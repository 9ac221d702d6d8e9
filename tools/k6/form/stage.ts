/** A part of a run during which the load stays the same; k6 calls it a scenario. */
export interface Stage {
  /** Letters, digits and dashes: k6's scenario, by which samples are told apart. */
  readonly name: string;
  /** After the start of the run; whole seconds. */
  readonly startSeconds: number;
  readonly seconds: number;
  readonly pace: Pace;
}

export type Pace =
  /** Iterations start at a constant rate, however long earlier ones take (open model). */
  | { readonly kind: "rate"; readonly iterationsPerSecond: number; readonly users?: number }
  /** So many users go on as fast as they are answered (closed model). */
  | { readonly kind: "users"; readonly users: number }
  /** One iteration. */
  | { readonly kind: "once" };

/** How long all stages take, without what comes before and after. */
export function secondsOf(stages: readonly Stage[]): number {
  return Math.max(...stages.map((one) => one.startSeconds + one.seconds));
}

/** `20 iterations/s`, `8 users`. */
export function describePace(pace: Pace): string {
  switch (pace.kind) {
    case "rate":
      return `${Number(pace.iterationsPerSecond.toFixed(2))} iterations/s`;
    case "users":
      return `${pace.users} at once`;
    case "once":
      return "one iteration";
    default:
      throw new Error(`unknown pace: ${JSON.stringify(pace satisfies never)}`);
  }
}

/** The most iterations that stages begin; `undefined`: as many as users manage. */
export function mostIterations(stages: readonly Stage[]): number | undefined {
  let sum = 0;
  for (const { pace, seconds } of stages) {
    if (pace.kind === "users") return undefined;
    // At the very end k6 may begin one more.
    sum += pace.kind === "once" ? 1 : Math.ceil(pace.iterationsPerSecond * seconds) + 1;
  }
  return sum;
}
