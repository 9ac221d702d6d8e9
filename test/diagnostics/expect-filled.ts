import { expect } from "vitest";
import { catalog, type DiagnosticCode } from "../../tools/compiler/diagnostics/catalog";

/** A reported problem has a message and a hint, and no `{name}` of its catalog texts is left open in them. */
export function expectFilled(one: {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
}): void {
  const { message, hint } = catalog[one.code];
  expect([one.message.trim(), one.hint.trim()], one.code).not.toContain("");
  const open = [...`${message} ${hint}`.matchAll(/\{\w+\}/g)].map(([name]) => name);
  expect(
    open.filter((name) => one.message.includes(name) || one.hint.includes(name)),
    `what ${one.code} leaves open in: ${one.message} ${one.hint}`,
  ).toEqual([]);
}
