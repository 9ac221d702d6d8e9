import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Refused } from "../../report/refused";
import { readSqlText } from "./read-sql-text";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "specline-sql-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(bytes: Buffer): string {
  writeFileSync(join(folder, "a.sql"), bytes);
  try {
    return readSqlText(join(folder, "a.sql"), "specs/db/a.sql");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.problems.map((one) => JSON.stringify(one)).join("\n");
  }
}

test.each([
  ["text", "SELECT 'café €𝄞';\n"],
  ["a byte order mark, which readers pass by", "\uFEFFSELECT 1;\n"],
  ["a replacement character of the file's own", "SELECT '\uFFFD';\n"],
])("%s is read as it is", (_, text) => {
  expect(read(Buffer.from(text, "utf8"))).toBe(text);
});

test.each([
  ["Latin-1", Buffer.from("SELECT 1;\nSELECT 'caf\xe9';\n", "latin1"), '"line":2,"column":12', "no UTF-8"],
  ["a NUL byte", Buffer.from("SELECT 1;\n\0CREATE TABEL t;\n"), '"line":2,"column":1}', "a NUL byte"],
  ["UTF-16", Buffer.from("\uFEFFSELECT 1;", "utf16le"), '"line":1,"column":1}', "no UTF-8"],
  [
    "a wrong byte after a replacement character",
    Buffer.concat([Buffer.from("-- \uFFFD\n-- "), Buffer.from([0xff])]),
    '"line":2,"column":4}',
    "no UTF-8",
  ],
])("%s is refused with its place", (_, bytes, place, reason) => {
  const text = read(bytes);
  expect(text).toContain(place);
  expect(text).toContain(reason);
  expect(text).toContain("sql/not-text");
});
