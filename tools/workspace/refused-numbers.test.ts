import { join } from "node:path";
import { expect, test } from "vitest";
import { refusedNumbers } from "./refused-numbers";

const refusals = (executor: string, options: object) =>
  refusedNumbers(join(__dirname, "../../executors", executor), options).map(({ message }) => message);

test.each([
  ["serve", { port: 70000 }, "--port=70000 is refused: it must be a whole number from 1 to 65535."],
  ["serve", { port: 80.5 }, "--port=80.5 is refused: it must be a whole number from 1 to 65535."],
  ["serve", { port: 0 }, "--port=0 is refused: it must be a whole number from 1 to 65535."],
  ["serve", { readyTimeout: 0 }, "--readyTimeout=0 is refused: it must be a whole number from 1 to 86400."],
  ["loadtest", { rate: 0 }, "--rate=0 is refused: it must be a number above 0 and of at most 100000."],
  ["loadtest", { p95Ms: -1 }, "--p95Ms=-1 is refused: it must be a number above 0."],
  ["loadtest", { errorRate: 1.5 }, "--errorRate=1.5 is refused: it must be a number from 0 to 1."],
  ["load", { concurrency: 10001 }, "--concurrency=10001 is refused: it must be a whole number from 1 to 10000."],
  ["load", { rate: Number.NaN }, "--rate=NaN is refused: it must be a number above 0 and of at most 100000."],
  ["seed", { rows: 0 }, "--rows=0 is refused: it must be a whole number from 1 to 100000."],
  ["start", { rows: -1 }, "--rows=-1 is refused: it must be a whole number from 0 to 100000."],
  ["start", { seed: 1.5 }, "--seed=1.5 is refused: it must be a whole number of at least 0."],
  ["rollback", { steps: 0 }, "--steps=0 is refused: it must be a whole number of at least 1."],
])("%s %j", (executor, options, message) => expect(refusals(executor, options)).toEqual([message]));

test("what is within the limits, and what is no number by the schema, is left to others", () => {
  expect(refusals("serve", { port: 65535, readyTimeout: 1, directory: 7, connection: "env:X" })).toEqual([]);
  expect(refusals("loadtest", { rate: 0.5, errorRate: 0, duration: 0, p95Ms: undefined })).toEqual([]);
  expect(refusals("start", { rows: 0, seed: 0 })).toEqual([]);
});
