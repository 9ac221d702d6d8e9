import type { Operation } from "../../model/operation";
import type { Service } from "../../model/service";
import { isBearer, usableAlternatives } from "./usable-alternatives";

/** Names of security schemes whose keys only the user has: any of these lists will do. Empty: no key is needed. */
export type KeyNeeds = readonly (readonly string[])[];

export const noNeeds: KeyNeeds = [];

/** What an operation itself needs; the token of a run is there without being asked for. */
export function needsOf(operation: Operation, service: Service): KeyNeeds {
  if (operation.security.length === 0) return noNeeds;
  const lists = usableAlternatives(operation, service).map((names) => names.filter((name) => !isBearer(service, name)));
  return lists.some((names) => names.length === 0) ? noNeeds : fewest(lists);
}

/** What two things together need. */
export function together(one: KeyNeeds, other: KeyNeeds): KeyNeeds {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  return fewest(one.flatMap((left) => other.map((right) => [...new Set([...left, ...right])])));
}

/** A list that holds another one asks for more than that. */
function fewest(lists: KeyNeeds): KeyNeeds {
  const sorted = lists.map((names) => [...names].sort());
  const distinct = [...new Map(sorted.map((names) => [JSON.stringify(names), names])).values()];
  return distinct.filter(
    (names) => !distinct.some((other) => other !== names && other.every((name) => names.includes(name))),
  );
}

export function areSame(one: KeyNeeds, other: KeyNeeds): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** `SPECLINE_KEY_A`, `SPECLINE_KEY_A or SPECLINE_KEY_B`. */
export function describeNeeds(needs: KeyNeeds, variables: ReadonlyMap<string, string>): string {
  return needs.map((names) => names.map((name) => variables.get(name) ?? name).join(" and ")).join(" or ");
}
