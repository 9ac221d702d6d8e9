import { expect, it } from "vitest";
import { errorKind } from "./error-kind";

it.each([
  ["1212", 0, "connection refused"],
  ["1211", 0, "connecting timed out"],
  ["1213", 0, "connecting failed"],
  ["1220", 0, "connection reset"],
  ["1202", 0, "TCP error"],
  ["1050", 0, "request timed out"],
  ["1101", 0, "host name not found"],
  ["1310", 0, "TLS: unknown authority"],
  ["1305", 0, "TLS error"],
  ["1404", 404, "4xx"],
  ["1503", 503, "5xx"],
  ["1631", 200, "HTTP/2 error"],
  ["1000", 0, "network error"],
  ["", 302, "unexpected status"],
  ["", 0, "no response"],
])("says of error code %s with status %i: %s", (code, status, kind) => {
  expect(errorKind(code, status)).toBe(kind);
});
