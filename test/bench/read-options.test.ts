import { expect, test } from "vitest";
import { readOptions } from "./read-options";

const none = { rounds: undefined, part: "", rows: undefined };

test.each([
  [[], none],
  [["3"], { ...none, rounds: 3 }],
  [["3", "add foreign key", "--rows=1000"], { rounds: 3, part: "add foreign key", rows: 1000 }],
  [["--rows=7"], { ...none, rows: 7 }],
  [["many"], undefined],
  [["0"], undefined],
  [["1", "a", "b"], undefined],
  [["1", "--row=9"], undefined],
  [["--rows=1e6"], undefined],
  [["--rows=1", "--rows=2"], undefined],
])("%j", (words, options) => {
  expect(readOptions(words)).toEqual(options);
});
