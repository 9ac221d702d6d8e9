import type { Operation } from "../../model/operation";
import { areSame, type KeyNeeds, noNeeds, together } from "./key-needs";
import type { Step } from "./plan";
import type { Reference } from "./value";

/** What each operation of a flow needs, with the steps around it. */
export function flowNeeds(steps: readonly Step[]): ReadonlyMap<Operation, KeyNeeds> {
  const found = new Map<Operation, KeyNeeds>();
  const visit = (step: Step, around: KeyNeeds): void => {
    const needs = together(around, step.call.needs);
    // What is called again inside of a row is called without it, too.
    if (!found.has(step.call.operation)) found.set(step.call.operation, needs);
    if (step.kind === "create") for (const inner of step.inner) visit(inner, needs);
  };
  for (const step of steps) visit(step, noNeeds);
  return found;
}

/**
 * Of each reference to rows that cannot be had without a key, the operations that name them: where one of these can be called, the rows
 * can be had.
 */
export function keyedReferences(steps: readonly Step[]): ReadonlyMap<string, readonly Operation[]> {
  const needs = flowNeeds(steps);
  const found = new Map<string, Set<Operation>>();
  const visit = ({ call, ...step }: Step): void => {
    for (const reference of call.references) {
      const text = referenceText(reference);
      found.set(text, (found.get(text) ?? new Set()).add(call.operation));
    }
    if (step.kind === "create") for (const inner of step.inner) visit(inner);
  };
  for (const step of steps) visit(step);
  const keyed = [...found].filter(([, operations]) => [...operations].every((one) => needs.get(one)?.length !== 0));
  return new Map(keyed.map(([text, operations]) => [text, [...operations]]));
}

export function referenceText({ collection, mode }: Reference): string {
  return `${mode} ${collection}`;
}

/** Whether a step may lack a key that the steps around it do not need. */
export function isGuarded(step: Step, around: KeyNeeds): boolean {
  return !areSame(together(around, step.call.needs), around);
}
