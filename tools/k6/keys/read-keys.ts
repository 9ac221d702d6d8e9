import { type Problem, problem } from "../../report/problem";
import type { PlanKey } from "../read-plan";
import { keyForms } from "./key-forms";

export interface GivenKeys {
  /** Of k6: variable → value. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is hidden in all output. */
  readonly secrets: readonly string[];
}

/**
 * The keys that the environment gives to the security schemes of a description. One that cannot be sent as it is would be refused by
 * the service for a reason that nobody sees, so it is refused here; no message holds a value.
 */
export function readKeys(
  keys: readonly PlanKey[],
  valueIn: (variable: string) => string | undefined,
): GivenKeys | readonly Problem[] {
  const given = keys.flatMap((key) => {
    const value = valueIn(key.variable);
    return value === undefined || value === "" ? [] : [{ key, value }];
  });
  const problems = given.flatMap(({ key, value }) => {
    const reason = reasonToRefuse(value, key.in);
    return reason === undefined ? [] : [problem("load/key-refused", { variable: key.variable, ...reason })];
  });
  if (problems.length > 0) return problems;
  return {
    environment: Object.fromEntries(given.map(({ key, value }) => [key.variable, value])),
    secrets: [...new Set(given.flatMap(({ key, value }) => keyForms(value, key.in)))],
  };
}

/** Why a value cannot be sent, and what to write. */
function reasonToRefuse(value: string, place: PlanKey["in"]): { reason: string; remedy: string } | undefined {
  const because = (reason: string, remedy: string) => ({ reason, remedy });
  if (/\p{Cc}/u.test(value))
    return because("it holds a line break or another control character", "Give the key alone, on one line.");
  if (value.trim() !== value) return because("it begins or ends with a blank", "Give the key alone.");
  if (place === "query") return undefined;
  if (place === "basic")
    return /^[^:]*:/.test(value)
      ? undefined
      : because("it has no colon between user and password", "Write user:password, as it is before it is encoded.");
  if (/[^\u0020-\u007e]/.test(value)) return because("a header takes ASCII only", "Encode it as the service wants it.");
  if (place === "bearer" && / /.test(value))
    return because("a bearer token has no blanks", "Give the token alone, without the word Bearer.");
  if (place === "cookie" && /[ ",;\\]/.test(value))
    return because(
      "a cookie's value has no blanks, quotes, commas or semicolons",
      "Give the value alone, without the cookie's name.",
    );
  return undefined;
}
