import { describe, expect, it } from "vitest";
import { runTimeSource } from "../../tools/compiler/emit/load-test/run-time-source";
import { render } from "../../tools/compiler/emit/text";

interface RunTime {
  read(response: { readonly body: string }, path: readonly string[]): unknown;
  locatedIn(response: object, collection: string, path?: readonly string[]): unknown;
}

/** What scripts look into replies with, without k6. */
const source = render(runTimeSource)
  .replaceAll(/^import .*$/gm, "")
  .replaceAll(/^export /gm, "");
const start = new Function("__ENV", "Counter", `${source}; return { read, locatedIn };`) as (
  environment: object,
  counter: unknown,
) => RunTime;
const { read, locatedIn } = start({}, class {});

describe("keys in replies", () => {
  it.each([
    ['{"id":7}', ["id"], 7],
    ['{"id":"7"}', ["id"], "7"],
    ['{"id":1.5}', ["id"], 1.5],
    ['{"id": 1765432109876543211}', ["id"], "1765432109876543211"],
    ['{"data":{"id":-1765432109876543211,"other":-1765432109876543212}}', ["data", "id"], "-1765432109876543211"],
    ['{"a[0]":1765432109876543211}', ["a[0]"], "1765432109876543211"],
    ['{"x":{"id":1765432109876543212},"id":1765432109876543211}', ["id"], undefined],
    ['{"id":null}', ["id"], undefined],
    ["{}", ["id", "x"], undefined],
  ])("%s", (body, path, expected) => {
    expect(read({ body }, path)).toBe(expected);
  });

  it.each([
    ["/boxes/7", "7"],
    ["http://x/v1/boxes/a%20b/?q=/c#d", "a b"],
    ["/boxes/7/lids", undefined],
    ["7", undefined],
    [7, undefined],
    [null, undefined],
  ])("in the address %s", (uri, expected) => {
    expect(locatedIn({ body: JSON.stringify({ uri }) }, "boxes", ["uri"])).toBe(expected);
    const headers = uri === null ? {} : { location: String(uri) };
    expect(locatedIn({ headers }, "boxes")).toBe(expected);
  });
});
