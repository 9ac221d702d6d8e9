import { expect, it } from "vitest";
import { droppedOptions } from "./dropped-options";

it.each([
  ["--target-rps=100", { SPECLINE_TARGET_RPS: "100" }],
  ["--target-rps 100", { SPECLINE_TARGET_RPS: "100" }],
  ["--rate=5 --target-rps=-5 --duration=1s", { SPECLINE_TARGET_RPS: "-5" }],
  ["--target-rps=", { SPECLINE_TARGET_RPS: "" }],
  ["--target-rps", { SPECLINE_TARGET_RPS: "" }],
  // These reach the executor.
  ["--targetRps=100", {}],
  ["-- --target-rps=100", {}],
  ["--target=load --rps=100", {}],
])("of %s is kept what Nx drops", (line, expected) => {
  expect(droppedOptions(["node", "nx", "run", "shop:load", ...line.split(" ")])).toEqual(expected);
});
