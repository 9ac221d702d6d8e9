import { type Smoke, smokeStages } from "./smoke";
import { type Soak, soakStages } from "./soak";
import { type Spike, spikeStages } from "./spike";
import type { Stage } from "./stage";
import { type Steady, steadyStages } from "./steady";
import { type Steps, stepStages } from "./steps";

/** How load is put on a service: `--scenario`. */
export type LoadForm = Smoke | Steady | Steps | Spike | Soak;

/** The stages of a run, in order. */
export function stagesOf(form: LoadForm): readonly Stage[] {
  switch (form.kind) {
    case "smoke":
      return smokeStages();
    case "load":
      return steadyStages(form);
    case "steps":
      return stepStages(form);
    case "spike":
      return spikeStages(form);
    case "soak":
      return soakStages(form);
    default:
      throw new Error(`unknown form of load: ${JSON.stringify(form satisfies never)}`);
  }
}
