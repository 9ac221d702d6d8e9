import type { Problem } from "../../report/problem";
import type { FindTarget } from "../in-turn";
import type { ScriptTest } from "../load-test";
import type { PlanKey, ScriptPlan } from "../read-plan";
import { isLoopback } from "../single-request";
import { chooseFlow, joinPlans } from "./choose-flow";
import { keyPrefix, missingKeys, otherVariable } from "./missing-keys";
import { type GivenKeys, readKeys } from "./read-keys";

type Environment = Readonly<Record<string, string | undefined>>;

export interface OtherServer {
  readonly url: string;
  /** There is a bearer token for it already. */
  readonly hasToken: boolean;
}

export interface KeyedScripts extends Pick<ScriptTest, "plan" | "notes" | "keyed"> {
  /** A target that gets the keys. */
  readonly giveTo: (find: FindTarget) => FindTarget;
  /** The other server of a comparison, with its own. */
  readonly giveToOther: (find: FindTarget) => FindTarget;
}

/**
 * What some scripts call with the keys that the environment gives, and how these come to k6: by its environment, never by its arguments,
 * an option of Nx or a file.
 *
 * @param other the server that is compared with: it gets the same keys on this machine only, else those of its own variables
 */
export function withKeys(
  plans: readonly ScriptPlan[],
  environment: Environment,
  otherServer?: OtherServer,
): KeyedScripts | readonly Problem[] {
  const keys = distinctKeys(plans);
  const own = readKeys(keys, (variable) => environment[variable]);
  if (!("secrets" in own)) return own;
  const isHere =
    otherServer !== undefined && URL.canParse(otherServer.url) && isLoopback(new URL(otherServer.url).hostname);
  const others = keys.map((key) => ({ ...key, own: key.variable, variable: otherVariable(key.variable) }));
  const other = readKeys(others, (variable) => {
    const given = environment[variable];
    if (given !== undefined && given !== "") return given;
    const key = others.find((one) => one.variable === variable);
    const isTaken = !isHere || (key?.in === "bearer" && otherServer.hasToken);
    return isTaken ? undefined : own.environment[key?.own ?? ""];
  });
  if (!("secrets" in other)) return other;
  // Both are sent the same, so a key that one of them lacks is used for neither.
  const isSet = (variable: string) =>
    own.environment[variable] !== undefined &&
    (otherServer === undefined || other.environment[otherVariable(variable)] !== undefined);
  const { keyed, closed, ...plan } = joinPlans(plans.map((one) => chooseFlow(one, isSet)));
  const known = new Set(keys.map(({ variable }) => variable));
  const unknown = Object.keys(environment)
    .filter((name) => name.startsWith(keyPrefix) && !known.has(name))
    .sort();
  const shared = (given: GivenKeys, nameOf: (variable: string) => string): GivenKeys => ({
    environment: Object.fromEntries(
      keys.flatMap(({ variable, in: place }) => {
        const value = given.environment[nameOf(variable)];
        return value !== undefined && (place === "bearer" || isSet(variable)) ? [[variable, value]] : [];
      }),
    ),
    secrets: given.secrets,
  });
  return {
    plan,
    keyed,
    notes: [...missingKeys({ closed }, unknown), ...(isHere ? [] : ofOther(closed, otherServer))],
    giveTo: (find) =>
      giving(
        find,
        shared(own, (variable) => variable),
      ),
    giveToOther: (find) => giving(find, shared(other, otherVariable)),
  };
}

function ofOther(closed: object, otherServer: OtherServer | undefined): readonly string[] {
  if (otherServer === undefined || Object.keys(closed).length === 0) return [];
  return [`keys of the other server come from ${otherVariable(keyPrefix)}…, by the same names`];
}

function giving(find: FindTarget, { environment, secrets }: GivenKeys): FindTarget {
  return async () => {
    const target = await find();
    if ("code" in target) return target;
    return {
      ...target,
      environment: { ...target.environment, ...environment },
      secrets: [...target.secrets, ...secrets],
    };
  };
}

function distinctKeys(plans: readonly ScriptPlan[]): readonly PlanKey[] {
  const byVariable = new Map(plans.flatMap((plan) => Object.values(plan.keys ?? {})).map((key) => [key.variable, key]));
  return [...byVariable.values()];
}
