import type { LoadForm } from "./load-form";
import { describePace } from "./stage";

/** What a run of users that wait is silent about (measured once: a p99 of 9 ms where it was 614 ms). */
export const closedModelHides =
  "users wait for each answer, so while the service stalls nothing is sent and nothing is measured: stalls are missing in these percentiles. --rate shows them";

export function describeForm(form: LoadForm): string {
  const warmUp = "warmUpSeconds" in form && form.warmUpSeconds > 0 ? ` after ${form.warmUpSeconds} s of warm-up` : "";
  switch (form.kind) {
    case "smoke":
      return "one user, every operation once";
    case "load":
      return `${describePace(form.pace)} for ${form.seconds} s${warmUp}`;
    case "steps": {
      const users = form.paces[0]?.kind === "users";
      const steps = form.paces.map((one) =>
        one.kind === "users" ? one.users : one.kind === "rate" ? one.iterationsPerSecond : 1,
      );
      return `steps of ${steps.join(", ")} ${users ? "users" : "iterations/s"} for ${form.seconds} s each${warmUp}, then a hold of ${form.holdSeconds} s`;
    }
    case "spike":
      return `${form.iterationsPerSecond} iterations/s, ${form.peak} times that for ${form.seconds} s, and back${warmUp}`;
    case "soak":
      return `${form.iterationsPerSecond} iterations/s for ${form.seconds} s${warmUp}, first against last quarter`;
    default:
      throw new Error(`unknown form of load: ${JSON.stringify(form satisfies never)}`);
  }
}
