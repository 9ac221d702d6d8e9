import { expect, it } from "vitest";
import { oneAfterAnother } from "./one-after-another";

it("begins what is given when what came before is over, also after a failure", async () => {
  const inOrder = oneAfterAnother();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} begins`);
    await new Promise(setImmediate);
    seen.push(`${name} ends`);
    if (name === "a") throw new Error("a failed");
    return name;
  };
  const results = await Promise.allSettled(["a", "b", "c"].map((name) => inOrder(work(name))));
  expect(results.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason)))).toEqual([
    "Error: a failed",
    "b",
    "c",
  ]);
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});
