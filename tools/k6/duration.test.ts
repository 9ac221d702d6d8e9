import { expect, it } from "vitest";
import { parseDuration } from "./duration";

it.each([
  ["30s", 30],
  ["1m30s", 90],
  ["500ms", 0.5],
  ["1.5s", 1.5],
  ["2h", 7200],
  [10, 10],
  ["10", 10],
  ["0", undefined],
  ["0s", undefined],
  ["-5s", undefined],
  ["5 s", undefined],
  ["5d", undefined],
  ["s", undefined],
  ["", undefined],
  ["25h", undefined],
  ["1e3", undefined],
])("%j is %j seconds", (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});
