import { expect, test } from "vitest";
import { cachedResult } from "./cached-result";

const task = { NX_TASK_TARGET_TARGET: "loadtest" };
const place = { api: "shop", resource: "orders" };

test.each([
  ["a task of Nx that compares", { baseline: "b.json" }, task, "load/result-may-be-cached"],
  ["a task of Nx that keeps", { saveBaseline: "b.json" }, task, "load/result-may-be-cached"],
  ["without the cache", { baseline: "b.json" }, { ...task, NX_SKIP_NX_CACHE: "true" }, undefined],
  ["no task of Nx", { baseline: "b.json" }, {}, undefined],
  ["no baseline", {}, task, undefined],
])("%s", (_, options, environment, code) => {
  expect(cachedResult({ ...place, ...options }, environment)?.code).toBe(code);
});
