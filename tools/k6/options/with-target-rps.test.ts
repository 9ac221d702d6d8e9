import { expect, it } from "vitest";
import type { AmountOptions } from "./measure-options";
import { withTargetRps } from "./with-target-rps";

it.each<[AmountOptions, string | undefined, number | undefined]>([
  [{}, undefined, undefined],
  [{}, "100", 100],
  [{}, "-5", -5],
  [{}, "", Number.NaN],
  [{}, "many", Number.NaN],
  [{ targetRps: 7 }, "100", 7],
])("%j with %s from the command line: %s", (options, text, expected) => {
  const environment = text === undefined ? {} : { SPECLINE_TARGET_RPS: text };
  expect(withTargetRps(options, environment).targetRps).toBe(expected);
});
