import { type Problem, problem } from "../../report/problem";
import type { Pace } from "./stage";

const leastSteps = 3;
const mostSteps = 20;
const most = { users: 10_000, rate: 100_000 };

/** `1,2,4,8`: users at once, or `50/s,100/s,200/s`: iterations per second. */
export function readSteps(text: string | number): readonly Pace[] | Problem {
  const parts = String(text)
    .split(",")
    .map((part) => part.trim());
  const isRate = parts.every((part) => part.endsWith("/s"));
  const refuse = (reason: string, remedy: string) =>
    problem("load/option-refused", { option: "steps", value: String(text), reason, remedy });
  if (!isRate && parts.some((part) => part.endsWith("/s")))
    return refuse(
      "it mixes users and rates",
      "Write all steps as users (1,2,4,8), or all as rates (50/s,100/s,200/s).",
    );
  const numbers = parts.map((part) => Number(isRate ? part.slice(0, -2).trim() || Number.NaN : part || Number.NaN));
  const wrong = parts.find((_, index) => !isStep(numbers[index] as number, isRate));
  if (wrong !== undefined)
    return refuse(
      isRate
        ? `\`${wrong}\` is no rate above 0 and up to ${most.rate}/s`
        : `\`${wrong}\` is no whole number of users from 1 to ${most.users}`,
      "Write 1,2,4,8,16,32 for users at once, or 50/s,100/s,200/s for iterations per second.",
    );
  if (numbers.some((one, index) => index > 0 && one <= (numbers[index - 1] as number)))
    return refuse(
      "steps must rise",
      `Write ${[...new Set(numbers)]
        .sort((a, b) => a - b)
        .map((one) => (isRate ? `${one}/s` : one))
        .join(",")}.`,
    );
  if (numbers.length < leastSteps || numbers.length > mostSteps)
    return refuse(
      `there must be from ${leastSteps} to ${mostSteps} steps; a model of how the service scales needs 5`,
      "Write 1,2,4,8,16,32.",
    );
  return numbers.map((one) => (isRate ? { kind: "rate", iterationsPerSecond: one } : { kind: "users", users: one }));
}

function isStep(value: number, isRate: boolean): boolean {
  return isRate ? value > 0 && value <= most.rate : Number.isInteger(value) && value >= 1 && value <= most.users;
}
