import { expect, test } from "vitest";
import { mentions, mentionsIn } from "./mentions";

test.each([
  ["ALTER TABLE public.users ADD a int", "users", true],
  ["ALTER TABLE public.users_old ADD a int", "users", false],
  ["alter table USERS add a int", "users", true],
  ['ALTER TABLE "Users" ADD a int', "users", true],
  ["SELECT f($1)", "f", true],
  ["SELECT größe FROM maße", "MASSE", false],
  ["SELECT größe FROM maße", "Größe", true],
  ["UPDATE a$b SET c = 1", "a", false],
  ['ALTER TABLE "my table" ADD a int', "my table", true],
  ['ALTER TABLE "my table2" ADD a int', "my table", false],
  ['ALTER TABLE "a""b" ADD c int', 'a"b', true],
  ['ALTER TABLE "a.b" ADD c int', "a.b", true],
])("%s mentions %s: %j", (sql, name, expected) => {
  expect([mentions(sql, name), mentionsIn(sql)(name)]).toEqual([expected, expected]);
});
