import { expect, test } from "vitest";
import { refusal } from "../../../test/database/refusal";
import { allowedHazards } from "./allowed-hazards";

test.each([undefined, "", "0"])("--allow-hazards=%s allows none", (option) => {
  expect([...allowedHazards(option)]).toEqual([]);
});

test("names are separated by commas, with or without spaces", () => {
  expect([...allowedHazards("DELETES_DATA, TABLE_SCAN")]).toEqual(["DELETES_DATA", "TABLE_SCAN"]);
});

test.each(["DELETES_DATE", "deletes_data", "DELETES_DATA,"])("--allow-hazards=%s is refused", async (option) => {
  expect((await refusal((async () => allowedHazards(option))())).codes).toEqual(["migration/unknown-hazard"]);
});
