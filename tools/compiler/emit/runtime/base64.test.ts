import { expect, test } from "vitest";
import { isBase64 } from "./base64";

test.each([[""], ["Zg=="], ["Zm8="], ["Zm9v"], ["+/+/"], ["/".repeat(4_000_000)]])("base64", (text) => {
  expect(isBase64(text)).toBe(true);
});

test.each([
  ["Z"],
  ["Zg"],
  ["Zg="],
  ["Zm9"],
  ["===="],
  ["Z==="],
  ["Zm=v"],
  ["Zm9v\n"],
  ["Zm\r\n9v"],
  ["-_-_"],
  ["Zm 9"],
  ["Zmé="],
])("no base64: %j", (text) => {
  expect(isBase64(text)).toBe(false);
});
