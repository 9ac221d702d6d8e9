import { expect, it } from "vitest";
import type { AttackCase, AttackClass } from "./attack-case";
import { refused } from "./attack-case";
import { judgeAnswer } from "./judge-answer";
import type { Answer } from "./send-request";

const operation = { id: "a", method: "POST", path: "/a", description: { responses: {} }, methodsOfPath: ["POST"] };
const oracle = { request: () => undefined, reply: () => undefined, slowPatterns: () => [] };
const nothing: Answer = { status: 0, headers: {}, body: Buffer.alloc(0), failure: "socket hang up" };

it.each<[string, AttackClass, Partial<Answer>, string]>([
  ["a server may hang up on what is too large", "size", {}, "refused"],
  ["what is too large and never answered has crashed something", "size", { isLate: true }, "crashed"],
  ["hanging up on anything else has, too", "body", {}, "crashed"],
  ["a status from 500 on has", "size", { status: 500 }, "crashed"],
  ["413 refuses what is too large", "size", { status: 413 }, "refused"],
])("%s", (_, kind, answer, outcome) => {
  const request = { method: "POST", target: "/a", headers: [] };
  const one: AttackCase = { operation: "a", class: kind, name: "b", request, expected: refused(413) };
  expect(judgeAnswer(one, { ...nothing, ...answer }, operation, oracle, 201).outcome).toBe(outcome);
});
