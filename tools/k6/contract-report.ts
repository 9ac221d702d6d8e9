import type { JsonValue } from "../report/json";
import type { Section } from "../report/report";
import type { CheckedResponses } from "./measurement";
import { faultText, type ResponseCheck } from "./response-check";

type Responses = ReadonlyMap<string, CheckedResponses>;

/** `contract` of docs/schemas/load-test.json. */
export function contractData(check: ResponseCheck | undefined, responses: Responses): JsonValue {
  if (check === undefined) return null;
  return {
    every: check.every,
    native: check.usesExtension,
    operations: [...responses].map(([operation, { checked, failed, samples }]) => ({
      operation,
      checked,
      failed,
      samples: samples.map((one) => ({ ...one })),
    })),
  };
}

/** A row for each operation, under a title that says how much was checked. */
export function contractSection(check: ResponseCheck | undefined, responses: Responses): readonly Section[] {
  if (check === undefined) return [];
  if (check.every === 0)
    return [{ kind: "text", title: "Responses", lines: ["not held against the description: --check=off"] }];
  const share = check.every === 1 ? "checked every response" : `checked 1 of ${check.every} responses`;
  const how = check.usesExtension
    ? ""
    : ", by the script: this k6 lacks Specline's extension, and formats are left out";
  return [
    {
      kind: "table",
      title: `Responses (${share}${how})`,
      columns: [
        { title: "operation" },
        { title: "checked", numeric: true },
        { title: "failed", numeric: true },
        { title: "found" },
      ],
      rows: [...responses].map(([operation, { checked, failed, samples }]) => [
        operation,
        String(checked),
        String(failed),
        samples.map(faultText).join("; "),
      ]),
    },
  ];
}
