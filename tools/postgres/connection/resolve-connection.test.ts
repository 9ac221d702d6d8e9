import { expect, test } from "vitest";
import { Refused } from "../../report/refused";
import { type ConnectionRequest, resolveConnection } from "./resolve-connection";

function resolved(request: ConnectionRequest): string {
  try {
    const connection = resolveConnection(request);
    return connection.kind === "embedded" ? "embedded" : `${connection.shown} (${connection.source})`;
  } catch (error) {
    if (error instanceof Refused) return error.problems.map((one) => one.code).join();
    throw error;
  }
}

test("a variable that is not set, and a password, are told with the option that names them, and where Nx looks", () => {
  const told = (connection: string) => {
    try {
      resolveConnection({ connection, option: "--from", environment: {} });
      return "";
    } catch (error) {
      if (error instanceof Refused) return error.problems.map((one) => `${one.message} ${one.hint}`).join();
      throw error;
    }
  };
  expect(told("env:NONE")).toMatch(/^`--from=env:NONE`: the environment variable NONE is not set\. .*`\.env`/);
  expect(told("postgres://a:p@b/c")).toMatch(/^`--from` holds a password/);
});

const environment = { DATABASE_URL: "postgres://u:secret@h:1/d?sslmode=require", OTHER: "postgres://o@h2/x" };
test.each<[string, ConnectionRequest, string]>([
  ["option first", { connection: "postgres://a@b/c", environment }, "b:5432/c as a (--connection)"],
  ["a variable by name", { connection: "env:OTHER", environment }, "h2:5432/x as o (env:OTHER)"],
  ["DATABASE_URL next, without its password", { environment }, "h:1/d as u (DATABASE_URL)"],
  ["then embedded", { environment: {} }, "embedded"],
  ["--embedded over DATABASE_URL", { isEmbedded: true, environment }, "embedded"],
  ["a password in the option", { connection: "postgres://a:p@b/c", environment: {} }, "database/password-in-option"],
  [
    "a password as a parameter",
    { connection: "postgres://a@b/c?password=p", environment: {} },
    "database/password-in-option",
  ],
  ["a variable that is not set", { connection: "env:NONE", environment }, "database/connection-variable-unset"],
  ["another kind of URL", { connection: "mysql://a@b/c", environment: {} }, "database/connection-invalid"],
  ["no URL", { connection: "localhost", environment: {} }, "database/connection-invalid"],
  ["CI and a changing command", { environment: { CI: "true" }, changingCommand: "migrate" }, "database/embedded-in-ci"],
  ["CI and --embedded", { environment: { CI: "1" }, isEmbedded: true, changingCommand: "migrate" }, "embedded"],
  ["CI and a reading command", { environment: { CI: "true" } }, "embedded"],
  ["CI=false", { environment: { CI: "false" }, changingCommand: "migrate" }, "embedded"],
])("%s", (_, request, expected) => {
  expect(resolved(request)).toBe(expected);
});
