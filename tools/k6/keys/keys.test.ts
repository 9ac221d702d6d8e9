import { describe, expect, it } from "vitest";
import { problem } from "../../report/problem";
import type { ScriptPlan } from "../read-plan";
import { sloOf } from "../verdict";
import { chooseFlow } from "./choose-flow";
import { deniedReasons } from "./denied-reasons";
import { keyForms } from "./key-forms";
import { readKeys } from "./read-keys";
import { withKeys } from "./with-keys";

const plan: ScriptPlan = {
  operations: ["list", "show"],
  skipped: [{ operation: "create", reason: "as it is without keys" }],
  requestsPerIteration: 2,
  keys: {
    admin: { variable: "SPECLINE_KEY_ADMIN", in: "header", name: "X-Key" },
    login: { variable: "SPECLINE_KEY_LOGIN", in: "basic" },
    token: { variable: "SPECLINE_KEY_TOKEN", in: "bearer" },
  },
  withKeys: {
    operations: ["list", "show", "create", "read", "remove"],
    skipped: [{ operation: "upload", reason: "its body is image/png" }],
    requestsPerIteration: 5,
    needs: { show: [["admin"]], create: [["admin"]], read: [["admin"]], remove: [["admin", "login"]] },
  },
};

describe("chooseFlow", () => {
  it("takes operations that are called as objects have it by nature", () => {
    const plan = { operations: ["toString", "constructor"], skipped: [], requestsPerIteration: 2 };
    expect(chooseFlow(plan, () => false)).toEqual({ ...plan, keyed: {}, closed: {} });
    const denied = { operation: "toString", statuses: { "401": 1 }, requests: 1 };
    expect(deniedReasons({ operations: [denied] } as never, {})).toEqual([]);
    const limits = { errorRate: 0.01, p95Ms: 500, isAsked: false, operations: {} };
    expect(sloOf("constructor", limits)).toEqual({ errorRate: 0.01, p95Ms: 500 });
  });

  it.each([
    [[], ["list", "show"], 2, { create: "ADMIN", read: "ADMIN", remove: "ADMIN and SPECLINE_KEY_LOGIN" }],
    // Alone it opens nothing, and without keys more is called.
    [["LOGIN"], ["list", "show"], 2, { create: "ADMIN", read: "ADMIN", remove: "ADMIN and SPECLINE_KEY_LOGIN" }],
    [["ADMIN"], ["list", "show", "create", "read"], 5, { remove: "ADMIN and SPECLINE_KEY_LOGIN" }],
    [["ADMIN", "LOGIN"], ["list", "show", "create", "read", "remove"], 5, {}],
  ])("with %j calls %j", (set, operations, requests, closed) => {
    const chosen = chooseFlow(plan, (variable) => set.some((one) => variable === `SPECLINE_KEY_${one}`));
    expect(chosen.operations).toEqual(operations);
    expect(chosen.requestsPerIteration).toBe(requests);
    const wanted = Object.entries(closed).map(([id, needed]) => [id, `SPECLINE_KEY_${needed}`]);
    expect(chosen.closed).toEqual(Object.fromEntries(wanted));
    for (const [operation, needed] of wanted)
      expect(chosen.skipped).toContainEqual({ operation, reason: `it needs a key: set ${needed}` });
    expect(new Set([...operations, ...chosen.skipped.map(({ operation }) => operation)]).size).toBeGreaterThanOrEqual(
      5,
    );
  });

  it.each([
    [["ADMIN", "LOGIN"], "remove", ["ADMIN", "LOGIN"]],
    [["ADMIN", "LOGIN"], "read", ["ADMIN"]],
    [["TOKEN"], "list", ["TOKEN"]],
    [[], "list", undefined],
  ])("with %j knows what %s may be sent with", (set, operation, variables) => {
    const { keyed } = chooseFlow(plan, (variable) => set.some((one) => variable === `SPECLINE_KEY_${one}`));
    expect(keyed[operation]).toEqual(variables?.map((one) => `SPECLINE_KEY_${one}`));
  });

  it("leaves scripts without keys as they are", () => {
    const { keys: _, withKeys: __, ...plain } = plan;
    expect(chooseFlow(plain, () => true)).toEqual({ ...plain, keyed: {}, closed: {} });
  });
});

describe("readKeys", () => {
  const readOne = (place: "header" | "query" | "cookie" | "basic" | "bearer", value: string) =>
    readKeys([{ variable: "SPECLINE_KEY_A", in: place }], () => value);

  it.each([
    ["header", "a key with blanks"],
    ["query", "ü&=? all"],
    ["cookie", "a=b/c"],
    ["basic", "jane:"],
    ["basic", ":pä:ss"],
    ["bearer", "opaque_token-1~+/="],
  ] as const)("takes for %s: %s", (place, value) => {
    const given = readOne(place, value);
    expect(given).toMatchObject({ environment: { SPECLINE_KEY_A: value } });
  });

  it.each([
    ["header", "schlüssel-1"],
    ["header", " blank-before"],
    ["query", "line\nbreak-1"],
    ["cookie", "a b c d e f"],
    ["basic", "nocolon-here"],
    ["bearer", "Bearer abcdef"],
  ] as const)("refuses for %s: %j, and does not show it", (place, value) => {
    const refused = readOne(place, value);
    const expected = problem("load/key-refused", { variable: "SPECLINE_KEY_A", reason: "", remedy: "" });
    expect(refused).toMatchObject([{ code: expected.code }]);
    expect(JSON.stringify(refused)).toContain("SPECLINE_KEY_A");
    expect(JSON.stringify(refused)).not.toContain(value);
  });

  it("takes what is empty for what is not set", () => {
    expect(readOne("header", "")).toEqual({ environment: {}, secrets: [] });
  });
});

it("knows a key in a URL, in JSON, in a pointer and encoded", () => {
  const forms = keyForms('a b/"<ü', "query");
  for (const one of [
    'a b/"<ü',
    "a%20b%2F%22%3C%C3%BC",
    "a+b%2F%22%3C%C3%BC",
    'a b/\\"<ü',
    'a b/\\"\\u003cü',
    'a b~1"<ü',
  ])
    expect(forms).toContain(one);
  expect(keyForms("jane:pass", "basic")).toEqual(expect.arrayContaining(["jane:pass", "pass", "amFuZTpwYXNz"]));
  expect(keyForms("jane:pass", "basic")).not.toContain("jane");
});

describe("withKeys", () => {
  const found = async (environment: Record<string, string>, other?: { url: string; hasToken: boolean }) => {
    const keys = withKeys([plan], environment, other);
    if (!("plan" in keys)) throw new Error(JSON.stringify(keys));
    const target = { url: "", environment: { TOKEN: "t" }, secrets: ["t"] };
    const [own, theirs] = [await keys.giveTo(async () => target)(), await keys.giveToOther(async () => target)()];
    if (!("secrets" in own) || !("secrets" in theirs)) throw new Error("no target");
    return { ...keys, own: own.environment, theirs: theirs.environment, secrets: own.secrets };
  };
  const all = { SPECLINE_KEY_ADMIN: "admin-key-1", SPECLINE_KEY_LOGIN: "jane:pass-1", SPECLINE_KEY_TOKEN: "opaque-1" };

  it("gives k6 the variables of the scripts and no others", async () => {
    const { own, secrets, notes } = await found({ ...all, SPECLINE_KEY_OTHER: "o", PATH: "/bin" });
    expect(own).toEqual({ TOKEN: "t", ...all });
    expect(secrets).toEqual(expect.arrayContaining(["t", "admin-key-1", "amFuZTpwYXNzLTE=", "opaque-1"]));
    expect(notes).toEqual([]);
  });

  it("says which keys are missing, and what is set in vain", async () => {
    const { notes } = await found({ SPECLINE_KEY_ADMIN: "admin-key-1", SPECLINE_KEY_LOGON: "jane:pass" });
    expect(notes).toEqual([
      "left out, for want of SPECLINE_KEY_ADMIN and SPECLINE_KEY_LOGIN: remove",
      "set, but no key of these operations: SPECLINE_KEY_LOGON",
    ]);
  });

  it.each([
    ["this machine", "http://127.0.0.1:1", {}, all],
    ["another machine", "http://example.com", {}, {}],
    [
      "another machine with keys of its own",
      "http://example.com",
      { SPECLINE_COMPARE_KEY_ADMIN: "other-key-1" },
      { SPECLINE_KEY_ADMIN: "other-key-1" },
    ],
  ])("gives a compared server on %s its keys", async (_, url, more, expected) => {
    const { theirs, own, plan: chosen } = await found({ ...all, ...more }, { url, hasToken: false });
    expect(theirs).toEqual({ TOKEN: "t", ...expected });
    // Neither gets more than the other can answer.
    expect("SPECLINE_KEY_LOGIN" in own).toBe("SPECLINE_KEY_LOGIN" in expected);
    expect(chosen.operations.includes("remove")).toBe("SPECLINE_KEY_LOGIN" in expected);
  });

  it("leaves the token that --compare-token gives", async () => {
    const { theirs } = await found(all, { url: "http://127.0.0.1:1", hasToken: true });
    expect(theirs).not.toHaveProperty("SPECLINE_KEY_TOKEN");
  });
});

it("names the keys of what is denied", () => {
  const one = (operation: string, statuses: Record<string, number>) => ({ operation, statuses, requests: 5 }) as never;
  const operations = [
    one("a", { "401": 2, "200": 3 }),
    one("b", { "403": 5 }),
    one("c", { "401": 5 }),
    one("d", { "404": 5 }),
  ];
  const keyed = { a: ["SPECLINE_KEY_A"], b: ["SPECLINE_KEY_A"], d: ["SPECLINE_KEY_A"] };
  expect(deniedReasons({ operations }, keyed)).toEqual([
    "the service denies what is sent with SPECLINE_KEY_A (401 or 403): a 2 of 5, b 5 of 5",
  ]);
});
