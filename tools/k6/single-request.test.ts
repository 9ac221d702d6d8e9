import { expect, it } from "vitest";
import { readRequest } from "./single-request";

const common = { url: "http://127.0.0.1:3000/a", option: "url", allowedHosts: [] } as const;

it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
  ["one header", ["X-A: 1"], { "X-A": "1" }],
  [
    "several of one name are one list, whatever their case",
    ["X-A: 1", "x-a: 2", "X-B: 3"],
    { "X-A": "1, 2", "X-B": "3" },
  ],
  ["an empty value is one", ["X-A:"], { "X-A": "" }],
])("%s", (_, headers, expected) => {
  expect(readRequest({ ...common, headers })).toMatchObject({ headers: expected });
});

it.each([
  ["Content-Length: 5", "k6 sets it"],
  ["transfer-encoding: chunked", "k6 sets it"],
  ["X-A: env:SPECLINE_NO_SUCH_VARIABLE", "the variable is not set"],
])("--header='%s' is refused", (header, reason) => {
  const refused = readRequest({ ...common, headers: [header] });
  expect(JSON.stringify(refused)).toContain(reason);
});

it("a body is sent as it is given", () => {
  // An empty one is a request without a body, not one of no chunks.
  expect(readRequest({ ...common, headers: [], body: "" })).toMatchObject({ method: "POST", headers: {}, body: null });
  expect(readRequest({ ...common, headers: [], body: "007" })).toMatchObject({ body: "007" });
});
