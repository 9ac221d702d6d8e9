import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020";
import { expect } from "vitest";
import type { Report } from "../../tools/report/report";

/** The report's data is as docs/schemas says, with no word too many, and its verdict is listed there. */
export function expectDocumented(report: Report): void {
  const schema = JSON.parse(readFileSync(`docs/schemas/${report.target}.json`, "utf8"));
  const validate = new Ajv2020().compile(schema);
  validate(report.data);
  expect(validate.errors ?? []).toEqual([]);
  expect(String(schema.description)).toMatch(new RegExp(`[ ,:]${report.verdict}[,.]`));
}
