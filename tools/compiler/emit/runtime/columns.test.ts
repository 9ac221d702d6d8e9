import { expect, test } from "vitest";
import { fromTimestamp } from "./columns";

test.each([
  ["2026-01-31T12:00:00+02:00", true],
  ["0001-01-01T00:00:00Z", true],
  ["0001-01-01T00:00:00+14:00", false],
  ["9999-12-31T23:59:59Z", true],
  ["9999-12-31T23:59:59.999999Z", true],
  ["9999-12-31T23:59:59.9999999Z", false],
  ["9999-12-31T23:59:60Z", false],
  ["9998-12-31T23:59:60Z", true],
  ["9999-12-31T23:59:59-14:00", false],
  [null, true],
  [undefined, true],
])("%s: %s", (value, isTaken) => {
  if (isTaken) expect(fromTimestamp(value, "body.at")).toBe(value);
  else
    expect(() => fromTimestamp(value, "body.at")).toThrow(
      expect.objectContaining({ details: [{ field: "body.at", message: "is out of range" }] }),
    );
});
