import { expect, test } from "vitest";
import { refusal } from "../../../test/database/refusal";
import { ignoredKinds } from "./ignored-kinds";

const asked = (option: string | undefined, takes: "all" | "unmodelled") => async () => ignoredKinds(option, takes);

test.each([
  [undefined, "all", []],
  ["", "all", []],
  ["0", "all", []],
  ["view, collation", "all", ["view", "collation"]],
  ["pg_later_kind", "all", ["pg_later_kind"]],
  ["pg_later_kind,relation kind x", "unmodelled", ["pg_later_kind", "relation kind x"]],
] as const)("--ignore=%s is taken by a command that leaves out %s", async (option, takes, kinds) => {
  expect(await asked(option, takes)()).toEqual(kinds);
});

test.each([
  ["banana", "all", "database/unknown-kind", "There are: access method, aggregate, "],
  ["banana", "unmodelled", "database/unknown-unmodelled-kind", "by `drift` alone: access method, aggregate, "],
  ["view,collatoin", "all", "database/unknown-kind", "Did you mean `collation`? "],
  ["pg_collation", "all", "database/unknown-kind", "Did you mean `collation`? "],
  ["view", "unmodelled", "database/kind-not-left-out", "every view"],
] as const)("--ignore=%s is refused by a command that leaves out %s", async (option, takes, code, text) => {
  const refused = await refusal(asked(option, takes)());
  expect(refused.codes).toEqual([code]);
  expect(refused.text).toContain(text);
});
